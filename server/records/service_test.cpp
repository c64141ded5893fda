#include "records/service.h"

#include <gtest/gtest.h>

#include "records/history.h"
#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::error_of;
using testing::refusal_of;
namespace json = base::json;

class Service : public ::testing::Test {
 protected:
  template <class Work>
  void serve(const std::string& who, const Work& work) {
    auto context = company.as(who);
    company.write([&](storage::Transaction& transaction) {
      RecordService service(transaction, context);
      work(service);
    });
  }
  void remove(const base::Id& id, std::optional<std::int64_t> version = {}) {
    serve("rep", [&](RecordService& s) { s.remove(company.entity("deals"), id, version); });
  }
  void restore(const base::Id& id) {
    serve("rep", [&](RecordService& s) { s.restore(company.entity("deals"), id); });
  }
  void purge(const std::string& who, const base::Id& id) {
    serve(who, [&](RecordService& s) { s.purge(company.entity("deals"), id); });
  }

  // The kinds of a record's log, the newest first.
  std::string history(std::string_view entity, const base::Id& id) {
    auto context = company.as("admin");
    auto page = base::parse_json(company.read([&](storage::Transaction& transaction) {
      return history_page(transaction, context, company.entity(entity), id, {});
    }));
    std::string kinds;
    for (const auto& item : page.at("items").as_array())
      kinds += std::string(item.at("kind").as_string()) + " ";
    return kinds;
  }

  Company company;
};

TEST_F(Service, CreationFillsWhatTheProgramKnows) {
  auto id = company.create("rep", "deals", R"({"name":" Roof ","amount":{"amount":"5"}})");
  auto deal = company.get("rep", "deals", id);
  EXPECT_EQ(deal.at("name"), "Roof");
  EXPECT_EQ(deal.at("owner").at("name"), "rep");
  EXPECT_EQ(deal.at("team").at("name"), "North");
  EXPECT_EQ(deal.at("created_by").at("name"), "rep");
  EXPECT_EQ(deal.at("version"), 1);
  EXPECT_EQ(deal.at("amount").at("currency"), "UZS");
  EXPECT_EQ(deal.at("created_at"), deal.at("changed_at"));
  auto task = company.create("rep", "tasks", R"({"subject":"Call"})");
  EXPECT_EQ(company.get("rep", "tasks", task).at("status"), "new");
  EXPECT_EQ(history("deals", id), "created ");
}

TEST_F(Service, AClientMayChooseTheId) {
  auto id = base::new_id(1, base::system_random());
  EXPECT_EQ(company.create("rep", "deals", R"({"name":"D","id":")" + id.text() + "\"}"), id);
  EXPECT_EQ(refusal_of([&] {
    company.create("rep", "deals", R"({"name":"E","id":")" + id.text() + "\"}");
  }),
            "Duplicate not_unique id");
  EXPECT_EQ(refusal_of([&] { company.create("rep", "deals", R"({"name":"E","id":"7"})"); }),
            "Invalid not_an_id id");
}

TEST_F(Service, AllMistakesAtOnce) {
  auto error = error_of([&] {
    company.create("rep", "deals", R"({"name":"D","nope":1,"score":"x","version":3,
                                      "kind":"none","touched_at":"2026-01-01T00:00:00Z"})");
  });
  EXPECT_EQ(error.kind, base::ErrorKind::Invalid);
  std::string all;
  for (const auto& field : error.fields) all += field.field + "=" + field.code + " ";
  EXPECT_EQ(all, "nope=unknown_field score=wrong_type version=read_only kind=not_a_choice "
                 "touched_at=read_only ");
  EXPECT_EQ(refusal_of([&] { company.create("rep", "deals", R"({"score":1})"); }),
            "Invalid required name");
  EXPECT_EQ(refusal_of([&] { company.create("rep", "deals", "[]"); }), "Malformed wrong_type");
}

TEST_F(Service, LinksLeadSomewhere) {
  auto nowhere = base::new_id(1, base::system_random()).text();
  EXPECT_EQ(refusal_of([&] {
    company.create("rep", "deals", R"({"name":"D","account":")" + nowhere + "\"}");
  }),
            "Invalid not_found_link account");
  auto hidden = company.create("stranger", "accounts", R"({"name":"Theirs"})").text();
  EXPECT_EQ(refusal_of([&] {
    company.create("rep", "deals", R"({"name":"D","account":")" + hidden + "\"}");
  }),
            "Invalid not_found_link account");
  EXPECT_EQ(refusal_of([&] {
    company.create("rep", "deals", R"({"name":"D","contacts":[")" + nowhere + "\"]}");
  }),
            "Invalid not_found_link contacts");
  // What was linked before one lost sight of it may stay.
  auto deal = company.create("admin", "deals",
                             R"({"name":"D","account":")" + hidden + R"(","owner":")" +
                                 company.user("rep").text() + "\"}");
  EXPECT_EQ(company.update("rep", "deals", deal, R"({"name":"E"})").outcome, Outcome::Updated);
}

TEST_F(Service, ALinkToSeveralFindsItsEntity) {
  auto deal = company.create("rep", "deals", R"({"name":"D"})");
  auto task = company.create("rep", "tasks",
                             R"({"subject":"T","related":")" + deal.text() + "\"}");
  EXPECT_EQ(company.get("rep", "tasks", task).at("related").at("entity"), "deals");
}

TEST_F(Service, AnUpdateChangesWhatItNames) {
  auto id = company.create("rep", "deals", R"({"name":"D","score":1,"kind":"new"})");
  auto saved = company.update("rep", "deals", id, R"({"score":2,"kind":null})");
  EXPECT_EQ(saved.outcome, Outcome::Updated);
  EXPECT_EQ(saved.record.version(), 2);
  auto deal = company.get("rep", "deals", id);
  EXPECT_EQ(deal.at("score"), 2);
  EXPECT_TRUE(deal.at("kind").is_null());
  EXPECT_EQ(deal.at("name"), "D");
  EXPECT_EQ(history("deals", id), "updated created ");
  EXPECT_EQ(company.update("rep", "deals", id, R"({"score":2})").outcome, Outcome::Unchanged);
  EXPECT_EQ(company.get("rep", "deals", id).at("version"), 2);
  EXPECT_EQ(history("deals", id), "updated created ");
  EXPECT_EQ(refusal_of([&] { company.update("rep", "deals", id, R"({"name":""})"); }),
            "Invalid required name");
  EXPECT_EQ(refusal_of([&] { company.update("rep", "deals", id, R"({"id":"x"})"); }),
            "Invalid read_only id");
}

TEST_F(Service, AStaleSaveTellsWhatIsInConflict) {
  auto id = company.create("rep", "deals", R"({"name":"D","score":1,"stage":"a"})");
  company.update("rep", "deals", id, R"({"score":2,"stage":"b"})");
  SaveOptions options;
  options.expected_version = 1;
  // He changed the name, which nobody else did, and the score, which somebody did.
  auto error = error_of([&] {
    company.update("rep", "deals", id, R"({"name":"Mine","score":3,"stage":"b"})", options);
  });
  EXPECT_EQ(error.kind, base::ErrorKind::Stale);
  ASSERT_EQ(error.fields.size(), 1u);
  EXPECT_EQ(error.fields[0].field, "score");
  auto current = base::parse_json("{" + error.extension_json + "}").at("current");
  EXPECT_EQ(current.at("version"), 2);
  EXPECT_EQ(current.at("score"), 2);
  options.expected_version = 2;
  EXPECT_EQ(company.update("rep", "deals", id, R"({"score":3})", options).record.version(), 3);
  EXPECT_EQ(refusal_of([&] { remove(id, 2); }), "Stale stale");
  remove(id, 3);
}

TEST_F(Service, TheBin) {
  auto id = company.create("rep", "deals", R"({"name":"D"})");
  remove(id);
  EXPECT_EQ(refusal_of([&] { company.get("rep", "deals", id); }), "NotFound not_found");
  EXPECT_EQ(refusal_of([&] { company.update("rep", "deals", id, R"({"score":1})"); }),
            "NotFound not_found");
  EXPECT_EQ(refusal_of([&] { remove(id); }), "NotFound not_found");
  restore(id);
  EXPECT_EQ(company.get("rep", "deals", id).at("name"), "D");
  EXPECT_EQ(history("deals", id), "restored deleted created ");
  EXPECT_EQ(refusal_of([&] { restore(id); }), "NotFound not_found");
  remove(id);
  // For good only by who may delete everybody's.
  EXPECT_EQ(refusal_of([&] { purge("rep", id); }), "Forbidden forbidden");
  EXPECT_EQ(refusal_of([&] { purge("stranger", id); }), "NotFound not_found");
  purge("admin", id);
  EXPECT_EQ(refusal_of([&] { restore(id); }), "NotFound not_found");
  EXPECT_EQ(refusal_of([&] { purge("admin", id); }), "NotFound not_found");
}

TEST_F(Service, WhatIsPurgedLeavesNoLinks) {
  auto contact = company.create("rep", "contacts", R"({"name":"Anna"})");
  auto deal = company.create("rep", "deals",
                             R"({"name":"D","contacts":[")" + contact.text() + "\"]}");
  auto task = company.create("rep", "tasks",
                             R"({"subject":"T","related":")" + deal.text() + "\"}");
  purge("admin", deal);
  EXPECT_TRUE(company.get("rep", "tasks", task).at("related").is_null());
  auto context = company.as("rep");
  auto page = base::parse_json(company.read([&](storage::Transaction& transaction) {
    return related_page(transaction, context, company.entity("contacts"), contact, "joint_deals",
                        {});
  }));
  EXPECT_TRUE(page.at("items").as_array().empty());
}

TEST_F(Service, UniqueAmongTheLiving) {
  auto first = company.create("rep", "deals", R"({"name":"A","code":"X-1"})");
  auto same = [&] { company.create("rep", "deals", R"({"name":"B","code":"x-1"})"); };
  EXPECT_EQ(refusal_of(same), "Invalid not_unique code");
  auto second = company.create("rep", "deals", R"({"name":"B","code":"X-2"})");
  EXPECT_EQ(refusal_of([&] { company.update("rep", "deals", second, R"({"code":"X-1"})"); }),
            "Invalid not_unique code");
  remove(first);
  same();
  EXPECT_EQ(refusal_of([&] { restore(first); }), "Invalid not_unique code");
  // Of those without a value there may be many.
  company.create("rep", "deals", R"({"name":"C"})");
  company.create("rep", "deals", R"({"name":"D"})");
}

TEST_F(Service, FoundByAUniqueField) {
  auto id = company.create("rep", "deals", R"({"name":"A","code":"X-1","external_id":"e1"})");
  serve("rep", [&](RecordService& service) {
    const auto& deals = company.entity("deals");
    EXPECT_EQ(service.find_by(deals, "code", base::fold("X-1"))->id(), id);
    EXPECT_EQ(service.find_by(deals, "external_id", std::string("e1"))->id(), id);
    EXPECT_FALSE(service.find_by(deals, "code", std::string("x-9")));
  });
}

TEST_F(Service, Duplicates) {
  auto first = company.create("rep", "accounts",
                              R"({"name":"Humo","emails":["info@humo.uz"]})");
  std::string twin = R"({"name":"Humo MChJ","email":"INFO@humo.uz"})";
  auto error = error_of([&] { company.create("rep", "accounts", twin); });
  EXPECT_EQ(error.kind, base::ErrorKind::Duplicate);
  auto candidates = base::parse_json("{" + error.extension_json + "}").at("candidates");
  EXPECT_EQ(candidates.at(0).at("id").as_string(), first.text());
  auto create = [&](OnDuplicate how) {
    std::optional<Saved> saved;
    serve("rep", [&](RecordService& service) {
      const auto& accounts = company.entity("accounts");
      auto changes = parse_changes(service.context(), accounts, base::parse_json(twin),
                                   ChangesFor::Create);
      SaveOptions options;
      options.on_duplicate = how;
      saved = service.create(accounts, changes, options);
    });
    return *saved;
  };
  EXPECT_EQ(create(OnDuplicate::Skip).outcome, Outcome::Skipped);
  EXPECT_EQ(company.get("rep", "accounts", first).at("name"), "Humo");
  auto updated = create(OnDuplicate::Update);
  EXPECT_EQ(updated.outcome, Outcome::Updated);
  EXPECT_EQ(updated.record.id(), first);
  EXPECT_EQ(company.get("rep", "accounts", first).at("name"), "Humo MChJ");
  auto created = create(OnDuplicate::Create);
  EXPECT_EQ(created.outcome, Outcome::Created);
  EXPECT_NE(created.record.id(), first);
  // What the other team has is not told.
  EXPECT_EQ(refusal_of([&] { company.create("stranger", "accounts", twin); }), "Internal none");
}

TEST_F(Service, OneEmailAndManyAgree) {
  auto id = company.create("rep", "accounts", R"({"name":"A","email":"a@b.uz"})");
  auto emails = [&] { return json::serialize(company.get("rep", "accounts", id).at("emails")); };
  EXPECT_EQ(emails(), R"([{"value":"a@b.uz","kind":"work"}])");
  company.update("rep", "accounts", id,
                 R"({"emails":[{"value":"x@y.uz","kind":"home"},{"value":"a@b.uz"}]})");
  EXPECT_EQ(company.get("rep", "accounts", id).at("email"), "x@y.uz");
  company.update("rep", "accounts", id, R"({"email":"new@y.uz"})");
  EXPECT_EQ(emails(),
            R"([{"value":"new@y.uz","kind":"home"},{"value":"a@b.uz","kind":"work"}])");
  company.update("rep", "accounts", id, R"({"email":null})");
  EXPECT_EQ(company.get("rep", "accounts", id).at("email"), "a@b.uz");
  company.update("rep", "accounts", id, R"({"emails":[]})");
  EXPECT_TRUE(company.get("rep", "accounts", id).at("email").is_null());
}

// ---- rules ----

std::string moments;

TEST_F(Service, RulesHaveTheirMoments) {
  moments.clear();
  EntityRules rules;
  rules.defaults = [](Saving& saving) {
    moments += "defaults ";
    if (saving.record.is_empty("kind")) saving.record.set("kind", "new");
  };
  rules.validate = [](Saving& saving) {
    moments += "validate ";
    if (saving.record.integer("score") == 13) saving.reject("score", "unlucky");
  };
  rules.before_save = [](Saving& saving) {
    moments += saving.changed("name") ? "before(name) " : "before ";
    saving.record.set("touched_at", saving.context().now);
  };
  rules.after_save = [](Saving& saving) { moments += saving.is_new() ? "after(new) " : "after "; };
  rules.before_delete = [](Saving& saving) {
    moments += "delete ";
    if (saving.record.integer("score") == 7) saving.reject("score", "kept");
  };
  company.rules.add("deals", rules);
  auto id = company.create("rep", "deals", R"({"name":"D"})");
  EXPECT_EQ(moments, "defaults validate before(name) after(new) ");
  EXPECT_EQ(company.get("rep", "deals", id).at("kind"), "new");
  EXPECT_TRUE(company.get("rep", "deals", id).at("touched_at").is_string());
  moments.clear();
  company.update("rep", "deals", id, R"({"score":7})");
  EXPECT_EQ(moments, "validate before after ");
  moments.clear();
  EXPECT_EQ(refusal_of([&] { company.update("rep", "deals", id, R"({"score":13})"); }),
            "Invalid unlucky score");
  EXPECT_EQ(moments, "validate ");
  EXPECT_EQ(refusal_of([&] { remove(id); }), "Invalid kept score");
  EXPECT_EQ(company.get("rep", "deals", id).at("score"), 7);
}

TEST_F(Service, ARuleChangesPastTheActorsRights) {
  auto id = company.create("stranger", "deals", R"({"name":"Theirs"})");
  serve("rep", [&](RecordService& service) {
    auto record = service.change(company.entity("deals"), id,
                                 [](Record& deal) { deal.set("score", std::int64_t{9}); });
    EXPECT_EQ(record.version(), 2);
    EXPECT_EQ(record.id("changed_by"), company.user("rep"));
    service.set_quietly(company.entity("deals"), id, {{"touched_at", std::int64_t{5}}});
  });
  auto deal = company.get("stranger", "deals", id);
  EXPECT_EQ(deal.at("score"), 9);
  EXPECT_EQ(deal.at("version"), 2);
  EXPECT_EQ(deal.at("touched_at"), "1970-01-01T00:00:00.000005Z");
  EXPECT_EQ(history("deals", id), "updated created ");
}

}  // namespace
}  // namespace rapport::records
