#include "crm/sales/leads.h"

#include "crm/sales/people.h"
#include "crm/test_company.h"

namespace rapport::crm::leads {

namespace {

class Leads : public testing::Company {};

TEST_F(Leads, AreNamedAfterWhatThereIs) {
  auto name = [&](const char* body) { return get("leads", create("rep", "leads", body)).title(); };
  EXPECT_EQ(name(R"({"last_name": "Иванов", "first_name": "Пётр", "middle_name": "Ильич"})"),
            "Иванов Пётр Ильич");
  EXPECT_EQ(name(R"({"last_name": "Brown", "first_name": "Peter", "middle_name": "S."})"),
            "Peter S. Brown");
  EXPECT_EQ(name(R"({"first_name": "Peter"})"), "Peter");
  EXPECT_EQ(name(R"({"company": "Uy-Joy"})"), "Uy-Joy");
  EXPECT_EQ(name(R"({"phone": "+998901234567"})"), "+998901234567");
  EXPECT_EQ(refusal([&] { create("rep", "leads", R"({"description": "?"})"); }),
            "last_name name_required");
}

TEST_F(Leads, DomainsOfAddressesAreSmall) {
  auto lead = get("leads", create("rep", "leads", R"({"company": "A", "emails":
    [{"value": "Anna.K@Example.UZ"}, {"value": "b@Test.example"}]})"));
  EXPECT_EQ(lead.get(people::email), "Anna.K@example.uz");
  EXPECT_NE(lead.get(people::emails)->find("b@test.example"), std::string::npos);
}

TEST_F(Leads, DisqualificationNeedsAReason) {
  auto id = create("rep", "leads", R"({"company": "A"})");
  EXPECT_EQ(refusal([&] { update("rep", "leads", id, R"({"status": "disqualified"})"); }),
            "disqualify_reason disqualify_reason_required");
  update("rep", "leads", id, R"({"status": "disqualified", "disqualify_reason": "spam"})");
  EXPECT_EQ(refusal([&] { update("rep", "leads", id, R"({"disqualify_reason": null})"); }),
            "disqualify_reason disqualify_reason_required");
  update("rep", "leads", id, R"({"status": "in_work"})");
  EXPECT_TRUE(get("leads", id).is_empty("disqualify_reason"));
  EXPECT_NO_THROW(
      create("rep", "leads", R"({"company": "B", "status": "disqualified"})", "import:1"));
}

TEST_F(Leads, AreConvertedOnlyByTheAction) {
  auto id = create("rep", "leads", R"({"company": "A"})");
  EXPECT_EQ(refusal([&] { update("rep", "leads", id, R"({"status": "converted"})"); }),
            "status convert_by_action");
  act("rep", "leads", id, "convert");
  EXPECT_EQ(refusal([&] { update("rep", "leads", id, R"({"status": "new"})"); }),
            "status already_converted");
}

class Contacts : public testing::Company {};

TEST_F(Contacts, NeedSomethingToCallThemBy) {
  EXPECT_EQ(refusal([&] { create("rep", "contacts", R"({"job_title": "Director"})"); }),
            "last_name contact_name_required");
  auto id = create("rep", "contacts", R"({"phone": "+998901234567"})");
  EXPECT_EQ(get("contacts", id).title(), "+998901234567");
  update("rep", "contacts", id, R"({"first_name": "Aziz", "last_name": "Karimov"})");
  EXPECT_EQ(get("contacts", id).title(), "Aziz Karimov");
}

TEST_F(Contacts, NobodyIsHisOwnSuperior) {
  auto chief = create("rep", "contacts", R"({"last_name": "Chief"})");
  auto clerk =
      create("rep", "contacts", R"({"last_name": "Clerk", "reports_to": )" + quoted(chief) + "}");
  EXPECT_EQ(refusal([&] {
              update("rep", "contacts", chief, R"({"reports_to": )" + quoted(clerk) + "}");
            }),
            "reports_to cycle");
}

TEST_F(Contacts, NoCompanyIsAboveItself) {
  auto top = create("rep", "accounts", R"({"name": "Top"})");
  auto middle = create("rep", "accounts", R"({"name": "Middle", "parent": )" + quoted(top) + "}");
  auto low = create("rep", "accounts", R"({"name": "Low", "parent": )" + quoted(middle) + "}");
  EXPECT_EQ(refusal([&] { update("rep", "accounts", top, R"({"parent": )" + quoted(low) + "}"); }),
            "parent cycle");
  EXPECT_EQ(refusal([&] { update("rep", "accounts", top, R"({"parent": )" + quoted(top) + "}"); }),
            "parent cycle");
  EXPECT_NO_THROW(update("rep", "accounts", low, R"({"parent": )" + quoted(top) + "}"));
}

}  // namespace

}  // namespace rapport::crm::leads
