// What a search finds, in which order, and what it keeps to itself.
#include "search/matching.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "search/test_company.h"

namespace rapport::search {
namespace {

using testing::Company;

struct Case {
  const char* query;
  const char* found;
};

// One company for all cases: none of them changes it.
Company& company() {
  static Company* made = [] {
    auto* company = new Company;
    auto romashka = company->create(
        "rep", "accounts",
        R"({"name": "ООО «Ромашка»", "inn": "7707083893", "website": "https://romashka.example",
            "emails": [{"value": "info@romashka.example"}]})");
    auto id = romashka.text();
    company->create("rep", "contacts", R"({"name": "Иванов Пётр", "job_title": "Директор",
        "account": ")" + id + R"(",
        "emails": [{"value": "p.ivanov1987@mail.example"}],
        "phones": [{"value": "+998 90 765-43-21"}, {"value": "8 (912) 345-67-89"}],
        "address": {"city": "Самарканд", "street": "Регистан 5"}})");
    company->named("rep", "contacts", "Сидорова Анна");
    company->create("rep", "contacts", R"({"name": "Алимов Бахтиёр", "tags": ["ключевой"],
        "description": "Просил перезвонить насчёт договоров поставки в июне, после отпуска. )"
        R"(Согласование идёт через юридический отдел, бухгалтерия ждёт закрывающие документы и )"
        R"(счёт-фактуру за прошлый квартал"})");
    company->create("rep", "deals", R"({"name": "Поставка видеокарт GTX Pro", "account": ")" + id +
                                        R"("})");
    company->named("rep", "deals", "Иванов и партнёры: аудит");
    company->named("rep", "products", "GTX Pro");
    company->create("rep", "tasks", R"({"subject": "Позвонить Иванову", "related": {
        "entity": "accounts", "id": ")" + id + R"("}})");
    company->catch_up();
    return company;
  }();
  return *made;
}

class Finds : public ::testing::TestWithParam<Case> {};

TEST_P(Finds, BestFirst) {
  EXPECT_EQ(company().found("rep", GetParam().query), GetParam().found) << GetParam().query;
}

INSTANTIATE_TEST_SUITE_P(Spellings, Finds, ::testing::ValuesIn(std::vector<Case>{
    {"иванов пётр", "contacts Иванов Пётр"},
    {"петр иванов", "contacts Иванов Пётр"},
    {"сидорова", "contacts Сидорова Анна"},
    {"Sidorova", "contacts Сидорова Анна"},
    {"cbljhjdf", "contacts Сидорова Анна"},
    {"сидорва", "contacts Сидорова Анна"},
    {"Sidrova anna", "contacts Сидорова Анна"},
    {"сидоров", "contacts Сидорова Анна"},
    {"сидо", "contacts Сидорова Анна"},
    {"сидор", "contacts Сидорова Анна"},
    {"bakhtiyor", "contacts Алимов Бахтиёр"},
    {"договор поставки", "contacts Алимов Бахтиёр"},
    {"ключевой", "contacts Алимов Бахтиёр"},
    {"самарканд", "contacts Иванов Пётр"},
    {"ничего", ""},
    {"", ""},
    {"\" OR ( * NEAR", ""},
}));

INSTANTIATE_TEST_SUITE_P(Codes, Finds, ::testing::ValuesIn(std::vector<Case>{
    {"gtxpro", "deals Поставка видеокарт GTX Pro | products GTX Pro"},
    {"gtxpr", "deals Поставка видеокарт GTX Pro | products GTX Pro"},
    {"GTXPro", "deals Поставка видеокарт GTX Pro | products GTX Pro"},
    {"7707083893", "accounts ООО «Ромашка»"},
    {"770708", "accounts ООО «Ромашка»"},
    {"p.ivanov1987@mail.example", "contacts Иванов Пётр"},
    {"ivanov1987", "contacts Иванов Пётр"},
    {"info@romashka.example", "accounts ООО «Ромашка»"},
    {"7707083894", ""},
}));

INSTANTIATE_TEST_SUITE_P(Phones, Finds, ::testing::ValuesIn(std::vector<Case>{
    {"+998 (90) 765 43 21", "contacts Иванов Пётр"},
    {"998907654321", "contacts Иванов Пётр"},
    {"765-43-21", "contacts Иванов Пётр"},
    {"7654321", "contacts Иванов Пётр"},
    {"4321", "contacts Иванов Пётр"},
    {"321", "contacts Иванов Пётр"},
    {"+7 912 345 67 89", "contacts Иванов Пётр"},
    {"89123456789", "contacts Иванов Пётр"},
    {"7654322", ""},
}));

INSTANTIATE_TEST_SUITE_P(Order, Finds, ::testing::ValuesIn(std::vector<Case>{
    // Names that begin so, then other fields, then activities.
    {"иванов", "contacts Иванов Пётр | deals Иванов и партнёры: аудит | tasks Позвонить Иванову"},
    {"аудит", "deals Иванов и партнёры: аудит"},
    {"с", "contacts Сидорова Анна | contacts Алимов Бахтиёр | contacts Иванов Пётр"},
    {"ромашка", "accounts ООО «Ромашка» | contacts Иванов Пётр | "
                "deals Поставка видеокарт GTX Pro | tasks Позвонить Иванову"},
    // The name of a linked record and a word of one's own.
    {"ромашка видеокарты", "deals Поставка видеокарт GTX Pro"},
    {"gtx pro", "deals Поставка видеокарт GTX Pro | products GTX Pro"},
}));

TEST(Results, TellNamesakesApartAndWhereTheWordsWere) {
  auto items = company().search("rep", "ivanov1987");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("subtitle"), "ООО «Ромашка» · Директор");
  EXPECT_EQ(items[0].at("matched").at("field"), "emails");
  EXPECT_EQ(items[0].at("matched").at("text"), "p.ivanov1987@mail.example");
  items = company().search("rep", "7654321");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("matched").at("text"), "+998 90 765-43-21");
  items = company().search("rep", "сидорова");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_TRUE(items[0].at("matched").is_null());
}

TEST(Results, ShowAnExcerptOfALongText) {
  auto items = company().search("rep", "договор поставки");
  ASSERT_EQ(items.size(), 1u);
  auto text = std::string(items[0].at("matched").at("text").as_string());
  EXPECT_NE(text.find("договоров поставки"), text.npos) << text;
  EXPECT_LE(base::length_of(text), 240u);
  EXPECT_TRUE(text.ends_with("…")) << text;
}

TEST(Search, KeepsToTheEntitiesAskedFor) {
  auto items = company().search("rep", "иванов", {"tasks"});
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("entity"), "tasks");
  EXPECT_TRUE(company().search("rep", "иванов", {"roles"}).empty());
  EXPECT_EQ(company().search("rep", "иванов", {}, 1).size(), 1u);
  EXPECT_THROW(company().search("rep", "иванов", {"nothing"}), base::Error);
}

TEST(Search, FindsAnExactTitleAmongManyThatBeginSo) {
  Company own;
  own.named("rep", "contacts", "Иванов");
  for (int i = 0; i < 30; ++i) own.named("rep", "contacts", "Иванов Пётр " + std::to_string(i));
  own.catch_up();
  auto items = own.search("rep", "иванов", {}, 10);
  ASSERT_EQ(items.size(), 10u);
  EXPECT_EQ(items[0].at("name"), "Иванов");
}

TEST(Rights, ArePartOfTheSearch) {
  Company own;
  own.named("rep", "contacts", "Иванов Пётр");
  own.named("stranger", "contacts", "Иванов Олег");
  own.named("single", "contacts", "Иванов Егор");
  own.catch_up();
  EXPECT_EQ(own.search("admin", "иванов").size(), 3u);
  EXPECT_EQ(own.found("colleague", "иванов"), "contacts Иванов Егор | contacts Иванов Пётр");
  EXPECT_EQ(own.found("stranger", "иванов"), "contacts Иванов Олег");
  EXPECT_EQ(own.found("single", "иванов"), "contacts Иванов Егор");
  EXPECT_EQ(own.found("single", "иванов олег"), "");
}

TEST(Rights, FindTheFewOnesOfAPersonAmongVeryMany) {
  Company own;
  own.named("single", "contacts", "Иванов Егор");
  auto context = own.as("stranger");
  own.database->write([&](storage::Transaction& transaction) {
    const auto& contacts = own.model->schema->entity("contacts");
    storage::Insert row;
    row.table = &own.model->tables.of(contacts);
    for (int i = 0; i < 5'000; ++i) {
      row.values = {{"id", context.new_id()}, {"name", "Иванов Пётр"},
                    {"owner", context.actor->user}, {"team", context.actor->teams.front()}};
      transaction.insert(row);
    }
  });
  std::filesystem::remove(own.index_path());
  own.open_index();
  own.catch_up();
  EXPECT_EQ(own.found("single", "иванов"), "contacts Иванов Егор");
  EXPECT_EQ(own.search("stranger", "иванов").size(), 20u);
}

// What the index believes of a record's owner may be out of date; the record itself is asked.
TEST(Rights, AreThoseOfNow) {
  Company own;
  auto id = own.named("rep", "contacts", "Иванов Пётр");
  own.catch_up();
  auto stranger = own.as("stranger").actor->user;
  auto south = own.as("stranger").actor->teams.front();
  own.update("rep", "contacts", id,
             R"({"owner": ")" + stranger.text() + R"(", "team": ")" + south.text() + R"("})");
  EXPECT_EQ(own.found("rep", "иванов"), "");
  own.catch_up();
  EXPECT_EQ(own.found("stranger", "иванов"), "contacts Иванов Пётр");
}

TEST(Rights, HideFieldsFromTheWordsToo) {
  Company own;
  own.create("clerk", "contacts", R"({"name": "Иванов Пётр",
      "phones": [{"value": "+998907654321"}]})");
  own.create("admin", "contacts", R"({"name": "Сидоров Олег", "description": "секретный договор",
      "emails": [{"value": "hidden@mail.example"}]})");
  own.create("clerk", "accounts", R"({"name": "Ромашка"})");
  own.create("admin", "accounts", R"({"name": "Лютик", "inn": "7707083893"})");
  own.create("admin", "products", R"({"name": "Телефон", "code": "T1000"})");
  own.named("admin", "tasks", "Встреча");
  own.catch_up();
  EXPECT_EQ(own.found("clerk", "иванов"), "contacts Иванов Пётр");
  EXPECT_EQ(own.found("clerk", "7654321"), "contacts Иванов Пётр");
  for (const char* query : {"секретный", "hidden", "секретн", "сикретный", "hidden@mail.example",
                            "сидоров договор", "7707083893", "лютик", "телефон", "встреча"})
    EXPECT_EQ(own.found("clerk", query), "") << query;
  EXPECT_EQ(own.found("clerk", "T1000"), "products -") << "without the name";
  EXPECT_EQ(own.found("admin", "сидоров договор"), "contacts Сидоров Олег");
}

TEST(Rights, HideNamesOfLinkedRecords) {
  Company own;
  auto secret = own.create("admin", "accounts", R"({"name": "Тайная фирма"})");
  auto known = own.create("clerk", "accounts", R"({"name": "Ромашка"})");
  auto of = [](const base::Id& account) { return R"(", "account": ")" + account.text() + "\"}"; };
  own.create("admin", "contacts", R"({"name": "Иванов Пётр)" + of(secret));
  own.create("admin", "contacts", R"({"name": "Сидоров Олег)" + of(known));
  own.catch_up();
  EXPECT_EQ(own.found("admin", "тайная"), "accounts Тайная фирма | contacts Иванов Пётр");
  EXPECT_EQ(own.found("clerk", "тайная"), "");
  EXPECT_EQ(own.found("clerk", "иванов тайная"), "");
  EXPECT_EQ(own.found("clerk", "ромашка"), "accounts Ромашка | contacts Сидоров Олег");
  auto items = own.search("clerk", "иванов");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("subtitle"), "");
}

}  // namespace
}  // namespace rapport::search
