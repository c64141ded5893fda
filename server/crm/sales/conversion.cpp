#include "crm/sales/conversion.h"

#include <functional>

#include "crm/activities/activities.h"
#include "crm/activities/touch.h"
#include "crm/contact_points.h"
#include "crm/like_fields.h"
#include "crm/sales/contacts.h"
#include "crm/sales/deals.h"
#include "crm/sales/leads.h"
#include "crm/sales/matching.h"
#include "crm/sales/people.h"
#include "records/links.h"
#include "records/listing.h"

namespace rapport::crm {

namespace json = base::json;
using base::ErrorKind;
using base::Id;
using records::ActionCall;
using records::Changes;
using records::Record;
using records::RecordService;
using schema::EntityDef;

namespace {

// What the caller wants for one of the three.
struct Wish {
  enum class Kind { Match, Create, Use, None };
  Kind kind = Kind::Match;
  Id id;
  json::object values;
};

Id parse_id(const json::value& value, std::string_view place) {
  auto id = value.is_string() ? Id::parse(value.get_string()) : std::nullopt;
  if (!id) base::fail(ErrorKind::Invalid, "not_an_id", std::string(place));
  return *id;
}

Wish read_wish(const json::value& body, std::string_view part) {
  Wish wish;
  const auto* value = body.is_object() ? body.get_object().if_contains(part) : nullptr;
  if (!value) return wish;
  if (value->is_null()) return {Wish::Kind::None, {}, {}};
  if (value->is_bool()) return {value->get_bool() ? Wish::Kind::Create : Wish::Kind::None, {}, {}};
  if (!value->is_object()) return {Wish::Kind::Use, parse_id(*value, part), {}};
  wish.values = value->get_object();
  if (const auto* create = wish.values.if_contains("create")) {
    if (!create->is_bool())
      base::fail(ErrorKind::Invalid, "wrong_type", std::string(part), {{"expected", "boolean"}});
    wish.kind = create->get_bool() ? Wish::Kind::Create : Wish::Kind::None;
    wish.values.erase("create");
  }
  if (const auto* id = wish.values.if_contains("id")) {
    if (!id->is_null()) wish = {Wish::Kind::Use, parse_id(*id, part), {}};
    wish.values.erase("id");
  }
  return wish;
}

struct Part {
  std::optional<Record> record;
  bool created = false;

  std::optional<Id> id() const { return record ? std::optional(record->id()) : std::nullopt; }
};

void set_link(const EntityDef& entity, std::string_view field, const std::optional<Id>& id,
              Changes& changes) {
  if (id && !is_among(changes, field)) changes.set(entity, field, *id);
}

// One lead on its way through; all in the transaction of the action.
class Conversion {
 public:
  Conversion(ActionCall& call, Record lead)
      : service_(call.service),
        context_(call.service.context()),
        lead_(std::move(lead)),
        body_(call.body) {}

  std::string run() {
    convert_contact_and_account();
    convert_deal();
    move_everything();
    mark_lead();
    return answer();
  }

 private:
  Changes wished_values(const EntityDef& entity, const Wish& wish) {
    return records::parse_changes(context_, entity, wish.values, records::ChangesFor::Update);
  }

  Part create(const EntityDef& entity, const Changes& changes) {
    records::SaveOptions options;
    options.on_duplicate = records::OnDuplicate::Create;
    return {service_.create(entity, changes, options).record, true};
  }

  Part use(const EntityDef& entity, const Id& id) {
    return {service_.load(entity, id, access::Action::Read), false};
  }

  // The contact is looked for first, as it tells of its account; made last, as it belongs to it.
  void convert_contact_and_account() {
    const auto& contacts = context_.entity("contacts");
    Wish wish = read_wish(body_, "contact");
    std::optional<Id> known;
    if (wish.kind == Wish::Kind::Use) known = wish.id;
    if (wish.kind == Wish::Kind::Match) known = match_contact(service_, lead_).sure;
    if (known) contact_ = use(contacts, *known);
    convert_account(known);
    if (known) return complete_contact();
    bool wanted =
        wish.kind == Wish::Kind::Create || (wish.kind == Wish::Kind::Match && names_person(lead_));
    if (!wanted) return;
    Changes changes = wished_values(contacts, wish);
    draft_contact(lead_, contacts, changes);
    if (deal_takes_description()) erase(changes, "description");
    set_link(contacts, contacts::account.name, account_.id(), changes);
    contact_ = create(contacts, changes);
  }

  void convert_account(const std::optional<Id>& contact) {
    const auto& accounts = context_.entity("accounts");
    Wish wish = read_wish(body_, "account");
    std::optional<Id> known;
    if (wish.kind == Wish::Kind::Use) known = wish.id;
    if (wish.kind == Wish::Kind::Match) known = match_account(service_, lead_, contact).sure;
    bool wanted =
        wish.kind == Wish::Kind::Create || (wish.kind == Wish::Kind::Match && names_company(lead_));
    if (known) {
      account_ = use(accounts, *known);
      Changes news;
      draft_account(lead_, accounts, news);
      complete(account_, news, [](Record&) {});
    } else if (wanted) {
      Changes changes = wished_values(accounts, wish);
      draft_account(lead_, accounts, changes);
      if (deal_takes_description()) erase(changes, "description");
      account_ = create(accounts, changes);
    }
  }

  bool deal_takes_description() const {
    auto kind = read_wish(body_, "deal").kind;
    return kind == Wish::Kind::Match || kind == Wish::Kind::Create;
  }

  static void erase(Changes& changes, std::string_view field) {
    std::erase_if(changes.fields,
                  [field](const auto& change) { return change.field->name == field; });
  }

  // A record that was there learns what it lacked, by who may change it.
  void complete(Part& part, const Changes& news, const std::function<void(Record&)>& more) {
    if (!may_update(service_, *part.record)) return;
    part.record = service_.change(part.record->entity(), *part.id(), [&](Record& record) {
      for (const auto& change : news.fields)
        if (!change.field->system && record.is_empty(change.field->name))
          for (int i = 0; i < change.field->column_count; ++i)
            record.cells()[change.field->column + i] = change.cells[i];
      more(record);
    });
  }

  void complete_contact() {
    Changes news;
    draft_contact(lead_, contact_.record->entity(), news);
    complete(contact_, news, [this](Record& contact) {
      for (const char* points : {"emails", "phones"}) {
        auto united = united_points(context_, contact.text(points), lead_.text(points));
        if (!united.empty()) contact.set(points, united);
      }
      if (account_.record && is_empty(contact, contacts::account))
        contact.put(contacts::account, *account_.id());
    });
  }

  void convert_deal() {
    const auto& deals = context_.entity("deals");
    Wish wish = read_wish(body_, "deal");
    if (wish.kind == Wish::Kind::Use) deal_ = use(deals, wish.id);
    if (wish.kind == Wish::Kind::Use || wish.kind == Wish::Kind::None) return;
    Changes changes = wished_values(deals, wish);
    draft_deal(lead_, deals, changes);
    if (!account_.record && !contact_.record) copy_field(lead_, "name", deals, "name", changes);
    set_link(deals, deals::account.name, account_.id(), changes);
    set_link(deals, deals::contact.name, contact_.id(), changes);
    deal_ = create(deals, changes);
  }

  // Activities, notes and files go to the deal, else to the contact, else to the account.
  void move_everything() {
    const Part* heir = deal_.record ? &deal_ : contact_.record ? &contact_ : &account_;
    if (!heir->record) return;
    const auto& entity = heir->record->entity();
    records::move_links(service_.transaction(), context_, lead_.entity(), lead_.id(), entity,
                        *heir->id());
    activities::adopt(service_, {entity.name, *heir->id()}, account_.id(), contact_.id());
  }

  void mark_lead() {
    service_.change(lead_.entity(), lead_.id(), [&](Record& lead) {
      lead.put(leads::status, std::string(leads::kConverted));
      lead.put(leads::converted_at, context_.now);
      if (account_.record) lead.put(leads::converted_account, *account_.id());
      if (contact_.record) lead.put(leads::converted_contact, *contact_.id());
      if (deal_.record) lead.put(leads::converted_deal, *deal_.id());
    });
    service_.set_quietly(lead_.entity(), lead_.id(), {{"next_activity_at", {}}});
  }

  static void write(const char* name, const Part& part, base::JsonWriter& out) {
    out.key(name);
    if (!part.record) {
      out.null();
      return;
    }
    out.begin_object().member("id", *part.id()).member("entity", part.record->entity().name);
    out.member("name", part.record->title()).member("created", part.created).end_object();
  }

  std::string answer() const {
    std::string out;
    base::JsonWriter writer(out);
    writer.begin_object();
    write("account", account_, writer);
    write("contact", contact_, writer);
    write("deal", deal_, writer);
    writer.end_object();
    return out;
  }

  RecordService& service_;
  const records::Context& context_;
  Record lead_;
  const json::value& body_;
  Part account_, contact_, deal_;
};

}  // namespace

std::string convert(ActionCall& call) {
  auto lead = call.service.load(call.entity, call.id, access::Action::Update);
  if (leads::is_converted(lead)) base::fail(ErrorKind::Invalid, "already_converted");
  return Conversion(call, std::move(lead)).run();
}

namespace {

void write_candidate(const EntityDef& entity, const records::Candidate& candidate,
                     base::JsonWriter& out) {
  out.begin_object().member("id", candidate.id).member("entity", entity.name);
  out.member("name", candidate.title).key("fields").begin_array();
  for (const auto& field : candidate.fields) out.value(field);
  out.end_array().end_object();
}

void write_match(const EntityDef& entity, const Match& match, const std::string& new_name,
                 base::JsonWriter& out) {
  out.begin_object().key("match");
  const records::Candidate* sure = nullptr;
  for (const auto& candidate : match.candidates)
    if (match.sure == candidate.id) sure = &candidate;
  sure ? write_candidate(entity, *sure, out) : void(out.null());
  out.key("candidates").begin_array();
  for (const auto& candidate : match.candidates) write_candidate(entity, candidate, out);
  out.end_array().key("name");
  match.sure || new_name.empty() ? out.null() : out.value(new_name);
  out.end_object();
}

void write_amount(const Record& lead, base::JsonWriter& out) {
  if (is_empty(lead, leads::amount)) {
    out.null();
    return;
  }
  const auto& field = lead.entity().field(leads::amount.name);
  field.type->write(field, schema::CellVectorSource(lead.cells()), field.column, out);
}

}  // namespace

std::string preview_conversion(ActionCall& call) {
  auto& service = call.service;
  const auto& context = service.context();
  auto lead = service.load(call.entity, call.id, access::Action::Read);
  auto contact = match_contact(service, lead);
  auto account = match_account(service, lead, contact.sure);
  auto company = lead.get(leads::company).value_or("");
  std::string out;
  base::JsonWriter writer(out);
  writer.begin_object().key("account");
  write_match(context.entity("accounts"), account, company, writer);
  writer.key("contact");
  write_match(context.entity("contacts"), contact, people::full_name(lead), writer);
  writer.key("deal").begin_object().key("name");
  auto who = account.sure ? records::title_of(service.transaction(), context,
                                              context.entity("accounts"), *account.sure)
                          : company;
  writer.value(who.empty() ? lead.title() : who).key("amount");
  write_amount(lead, writer);
  writer.end_object().end_object();
  return out;
}

}  // namespace rapport::crm
