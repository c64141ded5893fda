#include "crm/sales/conversion.h"

#include "crm/test_company.h"

namespace rapport::crm {

namespace {

constexpr const char* kLead = R"({"last_name": "Karimova", "first_name": "Dilnoza",
  "company": "Uy-Joy Qurilish", "job_title": "Director", "source": "website", "tags": ["hot"],
  "emails": [{"value": "dilnoza@uyjoy.example"}], "phones": [{"value": "+998 90 123-45-67"}],
  "address": {"city": "Toshkent"}, "description": "Needs a roof",
  "amount": {"amount": "1500.00", "currency": "USD"}})";

class Conversions : public testing::Company {
 protected:
  std::string tied_to(const base::Id& lead) {
    return R"("related": {"entity": "leads", "id": )" + quoted(lead) + "}";
  }
};

TEST_F(Conversions, MakeAnAccountAContactAndADeal) {
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert");
  auto account = get("accounts", id_of(answer.at("account")));
  auto contact = get("contacts", id_of(answer.at("contact")));
  auto deal = get("deals", id_of(answer.at("deal")));
  EXPECT_EQ(account.title(), "Uy-Joy Qurilish");
  EXPECT_TRUE(account.is_empty("emails"));
  EXPECT_EQ(contact.title(), "Dilnoza Karimova");
  EXPECT_EQ(contact.text("email"), "dilnoza@uyjoy.example");
  EXPECT_EQ(contact.text("phone"), "+998 90 123-45-67");
  EXPECT_EQ(contact.text("job_title"), "Director");
  EXPECT_EQ(contact.id("account"), account.id());
  EXPECT_EQ(deal.title(), "Uy-Joy Qurilish");
  EXPECT_EQ(deal.id("account"), account.id());
  EXPECT_EQ(deal.id("contact"), contact.id());
  EXPECT_EQ(deal.money("amount"), (records::Money{1500'0000, "USD"}));
  EXPECT_EQ(deal.text("source"), "website");
  EXPECT_EQ(deal.text("description"), "Needs a roof");
  for (const auto* record : {&account, &contact, &deal}) {
    EXPECT_EQ(record->id("owner"), user("rep"));
    EXPECT_EQ(record->text("tags"), "|hot|");
  }
  EXPECT_NE(account.text("address")->find("Toshkent"), std::string::npos);
}

TEST_F(Conversions, MarkTheLeadOnce) {
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert");
  auto marked = get("leads", lead);
  EXPECT_EQ(marked.text("status"), "converted");
  EXPECT_EQ(marked.id("converted_deal"), id_of(answer.at("deal")));
  EXPECT_EQ(marked.id("converted_account"), id_of(answer.at("account")));
  EXPECT_TRUE(marked.integer("converted_at"));
  EXPECT_EQ(refusal([&] { act("rep", "leads", lead, "convert"); }), "already_converted");
  EXPECT_EQ(count("deals"), 1);
}

TEST_F(Conversions, MoveEverythingToTheDeal) {
  auto lead = create("rep", "leads", kLead);
  auto task =
      create("rep", "tasks",
             R"({"subject": "Call", "due_at": "2026-06-01T10:00:00Z", )" + tied_to(lead) + "}");
  auto note = create("rep", "notes", R"({"body": "Met at the fair", )" + tied_to(lead) + "}");
  auto file = create("rep", "files", R"({"name": "plan.pdf", )" + tied_to(lead) + "}");
  auto answer = act("rep", "leads", lead, "convert");
  records::Reference deal{"deals", id_of(answer.at("deal"))};
  for (const auto& [name, id] : {std::pair{"tasks", task}, {"notes", note}, {"files", file}})
    EXPECT_EQ(get(name, id).reference("related"), deal) << name;
  EXPECT_EQ(get("tasks", task).id("contact"), id_of(answer.at("contact")));
  EXPECT_EQ(get("notes", note).id("account"), id_of(answer.at("account")));
  auto due = base::parse_instant("2026-06-01T10:00:00Z").value();
  for (const char* name : {"deals", "contacts", "accounts"}) {
    auto part = std::string(name).substr(0, std::string(name).size() - 1);
    auto record = get(name, id_of(answer.at(part)));
    EXPECT_EQ(record.integer("next_activity_at"), due) << name;
  }
  EXPECT_TRUE(get("deals", deal.id).integer("last_touch_at"));
  EXPECT_TRUE(get("leads", lead).is_empty("next_activity_at"));
}

TEST_F(Conversions, FindThoseThatAreThere) {
  auto account =
      create("colleague", "accounts",
             R"({"name": "ООО «Уй-жой курилиш»", "website": "https://www.uyjoy.example/ru"})");
  auto contact = create("colleague", "contacts",
                        R"({"last_name": "Каримова", "phones": [{"value": "901234567"}]})");
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert");
  EXPECT_EQ(id_of(answer.at("account")), account);
  EXPECT_EQ(answer.at("account").at("created"), false);
  EXPECT_EQ(id_of(answer.at("contact")), contact);
  EXPECT_EQ(answer.at("deal").at("created"), true);
  // A rep may not change his colleague's contact: it stays as it was.
  EXPECT_TRUE(get("contacts", contact).is_empty("emails"));
}

TEST_F(Conversions, CompleteThoseThatAreThere) {
  auto contact = create(
      "rep", "contacts",
      R"({"last_name": "Каримова", "phones": [{"value": "901234567"}, {"value": "712000000"}]})");
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert");
  ASSERT_EQ(id_of(answer.at("contact")), contact);
  auto known = get("contacts", contact);
  EXPECT_EQ(known.text("last_name"), "Каримова");
  EXPECT_EQ(known.text("email"), "dilnoza@uyjoy.example");
  EXPECT_EQ(base::parse_json(*known.text("phones")).as_array().size(), 2u);
  EXPECT_EQ(known.id("account"), id_of(answer.at("account")));
}

TEST_F(Conversions, DoNotFindWhatOneMayNotSee) {
  create("stranger", "accounts", R"({"name": "Uy-Joy Qurilish"})");
  create("stranger", "contacts",
         R"({"last_name": "Karimova", "emails": [{"value": "dilnoza@uyjoy.example"}]})");
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert");
  EXPECT_EQ(answer.at("account").at("created"), true);
  EXPECT_EQ(answer.at("contact").at("created"), true);
}

TEST_F(Conversions, GoAsOneWishes) {
  auto account = create("rep", "accounts", R"({"name": "Another"})");
  auto lead = create("rep", "leads", kLead);
  auto answer = act("rep", "leads", lead, "convert",
                    R"({"account": {"id": )" + quoted(account) +
                        R"(}, "contact": {"create": true, "job_title": "Owner"},
                        "deal": {"create": true, "name": "A new roof",
                                 "amount": {"amount": "10", "currency": "EUR"}}})");
  EXPECT_EQ(id_of(answer.at("account")), account);
  EXPECT_EQ(get("contacts", id_of(answer.at("contact"))).text("job_title"), "Owner");
  auto deal = get("deals", id_of(answer.at("deal")));
  EXPECT_EQ(deal.title(), "A new roof");
  EXPECT_EQ(deal.money("amount"), (records::Money{10'0000, "EUR"}));
}

TEST_F(Conversions, WithoutADealEverythingGoesToTheContact) {
  auto lead = create("rep", "leads", R"({"last_name": "Karimova", "description": "Wants news"})");
  auto note = create("rep", "notes", R"({"body": "Met", )" + tied_to(lead) + "}");
  auto answer = act("rep", "leads", lead, "convert", R"({"deal": {"create": false}})");
  EXPECT_TRUE(answer.at("deal").is_null());
  EXPECT_TRUE(answer.at("account").is_null());
  auto contact = get("contacts", id_of(answer.at("contact")));
  EXPECT_EQ(contact.text("description"), "Wants news");
  EXPECT_EQ(get("notes", note).reference("related"),
            (records::Reference{"contacts", contact.id()}));
}

TEST_F(Conversions, FailWhole) {
  auto lead = create("rep", "leads", kLead);
  EXPECT_EQ(refusal([&] {
              act("rep", "leads", lead, "convert",
                  R"({"deal": {"create": true, "colour": "red"}})");
            }),
            "colour unknown_field");
  EXPECT_EQ(count("accounts"), 0);
  EXPECT_EQ(get("leads", lead).text("status"), "new");
}

TEST_F(Conversions, NeedTheRightTo) {
  auto lead = create("rep", "leads", kLead);
  EXPECT_EQ(refusal([&] { act("colleague", "leads", lead, "convert"); }), "forbidden");
  EXPECT_EQ(refusal([&] { act("stranger", "leads", lead, "convert"); }), "not_found");
  EXPECT_EQ(refusal([&] { act("reader", "leads", lead, "convert"); }), "forbidden");
  EXPECT_NO_THROW(act("manager", "leads", lead, "convert"));
}

TEST_F(Conversions, ArePreviewed) {
  auto account = create("rep", "accounts", R"({"name": "Uy-joy qurilish MChJ"})");
  create("rep", "accounts",
         R"({"name": "Uyjoy Invest", "emails": [{"value": "info@uyjoy.example"}]})");
  auto lead = create("rep", "leads", kLead);
  auto preview = act("rep", "leads", lead, "convert_preview");
  EXPECT_EQ(id_of(preview.at("account").at("match")), account);
  EXPECT_EQ(preview.at("account").at("candidates").as_array().size(), 2u);
  EXPECT_TRUE(preview.at("account").at("name").is_null());
  EXPECT_TRUE(preview.at("contact").at("match").is_null());
  EXPECT_EQ(preview.at("contact").at("name"), "Dilnoza Karimova");
  EXPECT_EQ(preview.at("deal").at("name"), "Uy-joy qurilish MChJ");
  EXPECT_EQ(preview.at("deal").at("amount").at("amount"), "1500.00");
  EXPECT_EQ(count("deals"), 0);
  EXPECT_EQ(get("leads", lead).text("status"), "new");
}

TEST_F(Conversions, KnowACompanyByItsDomain) {
  auto account = create("rep", "accounts",
                        R"({"name": "Holding", "emails": [{"value": "info@uyjoy.example"}]})");
  auto lead =
      create("rep", "leads", R"({"last_name": "Karimova", "email": "d.karimova@UYJOY.example"})");
  EXPECT_EQ(id_of(act("rep", "leads", lead, "convert").at("account")), account);
  create("rep", "accounts", R"({"name": "Somebody", "emails": [{"value": "some@gmail.com"}]})");
  auto other = create("rep", "leads", R"({"last_name": "Olimov", "email": "olimov@gmail.com"})");
  EXPECT_TRUE(act("rep", "leads", other, "convert").at("account").is_null());
}

}  // namespace

}  // namespace rapport::crm
