#include "http/routes/audit/audit_routes.h"

#include <algorithm>

#include "audit/settings.h"
#include "base/date.h"
#include "http/answers/file_response.h"
#include "http/routes/audit/audit_pages.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"
#include "imports/formats/table_writer.h"

namespace rapport::http::audit_api {

namespace json = base::json;
using base::ErrorKind;
using storage::Transaction;

namespace {

constexpr std::size_t kExportPage = 500;
constexpr std::int64_t kExportMost = 1'000'000;

std::optional<base::Id> id_in(const Call& call, std::string_view name) {
  auto text = call.query(name);
  if (!text || text->empty()) return std::nullopt;
  auto id = base::Id::parse(*text);
  if (!id) base::fail(ErrorKind::Malformed, "not_an_id", std::string(name));
  return id;
}

std::optional<base::Instant> instant_in(const Call& call, std::string_view name) {
  auto text = call.query(name);
  if (!text || text->empty()) return std::nullopt;
  auto instant = base::parse_instant(*text);
  if (!instant) base::fail(ErrorKind::Malformed, "not_an_instant", std::string(name));
  return instant;
}

AuditRequest request_of(const Call& call) {
  AuditRequest request;
  request.person = id_in(call, "person");
  request.record = id_in(call, "record");
  request.kind = call.query("kind").value_or("");
  constexpr std::string_view kKinds[] = {"", "view", "export", "sign_in", "administration",
                                         "alarm", "change"};
  if (std::find(std::begin(kKinds), std::end(kKinds), request.kind) == std::end(kKinds))
    base::fail(ErrorKind::Malformed, "wrong_value", "kind",
               {{"label", "kind"},
                {"value", request.kind},
                {"expected", "view, change, export, sign_in, administration, alarm"}});
  request.entity = call.query("entity").value_or("");
  if (!request.entity.empty()) context_of(call).entity(request.entity);
  request.from = instant_in(call, "from");
  request.to = instant_in(call, "to");
  return request;
}

Response private_json(std::string body) {
  auto response = json_response(std::move(body));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::string_view text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

// One line of the file; `columns` are its headings.
void write_row(imports::TableWriter& writer, const json::object& item) {
  auto part = [&](std::string_view name, std::string_view member) {
    const auto& value = item.at(name);
    return value.is_object() ? text_in(value.get_object(), member) : std::string_view();
  };
  auto as_text = [&](std::string_view name) {
    const auto& value = item.at(name);
    const bool is_empty = (value.is_object() && value.get_object().empty()) ||
                          (value.is_array() && value.get_array().empty());
    return is_empty ? std::string() : json::serialize(value);
  };
  const auto count = std::to_string(item.at("count").as_int64());
  const auto details = as_text("details"), changes = as_text("changes");
  const imports::OutCell cells[] = {
      {text_in(item, "at")},      {text_in(item, "kind")}, {text_in(item, "act")},
      {part("actor", "id")},      {part("actor", "name")}, {text_in(item, "entity")},
      {part("record", "id")},     {part("record", "name")}, {count},
      {details},                  {changes},               {text_in(item, "address")},
      {text_in(item, "agent")}};
  writer.row(cells);
}

const std::vector<std::string> kColumns{
    "at",    "kind",    "act",     "person_id", "person", "entity", "record_id", "record",
    "count", "details", "changes", "address",   "agent"};

std::string json_of(const AuditRequest& request) {
  std::string out;
  base::JsonWriter writer(out);
  writer.begin_object();
  if (request.person) writer.member("person", *request.person);
  if (request.record) writer.member("record", *request.record);
  if (!request.kind.empty()) writer.member("kind", request.kind);
  if (!request.entity.empty()) writer.member("entity", request.entity);
  if (request.from) writer.member("from", base::format_instant(*request.from));
  if (request.to) writer.member("to", base::format_instant(*request.to));
  writer.end_object();
  return out;
}

}  // namespace

Response entries(const Call& call) {
  auto context = context_of(call);
  auto request = request_of(call);
  request.limit = page_size_of(call, request.limit);
  request.cursor = call.query("cursor").value_or("");
  std::string body;
  call.context.services->database->read(
      [&](Transaction& transaction) { body = audit_page(transaction, context, request); });
  return private_json(std::move(body));
}

// Written to a file first, so that a failure is an error and not half a file.
Response export_entries(const Call& call) {
  auto context = context_of(call);
  auto request = request_of(call);
  request.limit = kExportPage;
  auto& database = *call.context.services->database;
  auto path = call.context.services->data_folder / "tmp" /
              (context.new_id().text() + ".csv");
  std::int64_t rows = 0;
  try {
    auto writer = imports::make_table_writer(imports::WriteFormat::Csv, path);
    writer->begin(kColumns);
    do {
      std::string text;
      database.read(
          [&](Transaction& transaction) { text = audit_page(transaction, context, request); });
      auto page = base::parse_json(text);
      for (const auto& item : page.at("items").as_array()) {
        write_row(*writer, item.as_object());
        ++rows;
      }
      const auto& next = page.at("next");
      request.cursor = next.is_string() ? std::string(next.get_string()) : std::string();
    } while (!request.cursor.empty() && rows < kExportMost);
    writer->end();
    auto entry = entry_of(call, audit::kExport, "audit", json_of(request));
    entry.count = rows;
    database.write([&](Transaction& transaction) { audit::append(transaction, entry); });
  } catch (const std::exception&) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    throw;
  }
  ServedFile file;
  file.open = from_disk(path);
  file.size = std::filesystem::file_size(path);
  file.content_type = "text/csv; charset=utf-8";
  file.name = "audit.csv";
  auto response = file_response(call.request, file);
  open_file(response);
  std::filesystem::remove(path);
  return response;
}

Response settings(const Call& call) {
  std::string body;
  call.context.services->database->read([&](Transaction& transaction) {
    body = audit::settings_json(audit::read_settings(transaction));
  });
  return private_json(std::move(body));
}

Response put_settings(const Call& call) {
  const auto body = body_of(call);
  std::string answer;
  call.context.services->database->write([&](Transaction& transaction) {
    const auto before = audit::read_settings(transaction);
    const auto after = audit::parse_settings(body, before);
    answer = audit::settings_json(after);
    if (after == before) return;
    audit::write_settings(transaction, after);
    auto details = "{\"old\":" + audit::settings_json(before) + ",\"new\":" + answer + "}";
    audit::append(transaction, entry_of(call, audit::kAdministration, "audit_settings",
                                        std::move(details)));
  });
  return private_json(std::move(answer));
}

}  // namespace rapport::http::audit_api
