#include "access/policy.h"
#include "http/answers/file_response.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"
#include "http/routes/system_routes.h"
#include "imports/exports/exporter.h"
#include "imports/imports.h"

namespace rapport::http::system_api {

namespace {
imports::Imports& imports_of(const Call& call) { return *call.context.services->imports; }
}  // namespace

Response preview_import(const Call& call) {
  return json_response(imports_of(call).preview(context_of(call), body_of(call)));
}

Response words_of_import(const Call& call) {
  return json_response(imports_of(call).words(context_of(call), body_of(call)));
}

Response start_import(const Call& call) {
  return json_response(imports_of(call).begin(context_of(call), body_of(call)), 202);
}

Response list_imports(const Call& call) {
  return json_response(imports_of(call).list(context_of(call)));
}

Response import_state(const Call& call) {
  return json_response(imports_of(call).state(context_of(call), id_of(call)));
}

Response act_on_import(const Call& call) {
  return json_response(
      imports_of(call).act(context_of(call), id_of(call), call.parameter("action")));
}

Response forecast_of_undo(const Call& call) {
  return json_response(imports_of(call).undo_forecast(context_of(call), id_of(call)));
}

Response failed_rows(const Call& call) {
  auto path = imports_of(call).failed_rows(context_of(call), id_of(call));
  if (path.empty()) base::fail(base::ErrorKind::NotFound, "not_found");
  ServedFile file;
  file.open = from_disk(path);
  file.size = std::filesystem::file_size(path);
  file.content_type = "text/csv; charset=utf-8";
  file.name = "failed-rows.csv";
  return file_response(call.request, file);
}

namespace {

struct ExportKind {
  std::string_view name, content_type;
  imports::WriteFormat format;
};

const ExportKind& export_kind(const Call& call) {
  static const ExportKind kinds[] = {
      {"csv", "text/csv; charset=utf-8", imports::WriteFormat::Csv},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
       imports::WriteFormat::Xlsx},
      {"json", "application/json", imports::WriteFormat::Json},
      {"vcf", "text/vcard; charset=utf-8", imports::WriteFormat::VCard}};
  auto wanted = call.query("format").value_or("csv");
  for (const auto& kind : kinds)
    if (kind.name == wanted) return kind;
  base::fail(base::ErrorKind::Malformed, "wrong_value", "format",
             {{"label", "format"},
              {"value", std::string(wanted)},
              {"expected", "csv, xlsx, json, vcf"}});
}

// On disk before the first byte of the file goes out.
void tell_of_export(const Call& call, const schema::EntityDef& entity,
                    const records::ListRequest& list, std::string_view format,
                    std::int64_t rows) {
  std::string details;
  base::JsonWriter json(details);
  json.begin_object().member("format", format);
  if (!list.filter.is_null()) json.key("filter").raw(base::json::serialize(list.filter));
  if (!list.q.empty()) json.member("q", list.q);
  if (!list.fields.empty()) {
    json.key("fields").begin_array();
    for (const auto& field : list.fields) json.value(field);
    json.end_array();
  }
  json.end_object();
  auto entry = entry_of(call, audit::kExport, audit::kExported, std::move(details));
  entry.entity = entity.name;
  entry.count = rows;
  const auto& services = *call.context.services;
  services.database->write([&](storage::Transaction& transaction) {
    audit::append(transaction, entry);
    audit::Tally tally;
    audit::look_for_alarms(transaction, entry.actor, audit::kExport, entry.at, services.on_alarm,
                           tally);
  });
}

// A stolen session does not carry the company's records away.
void check_export(const Call& call, std::int64_t rows) {
  constexpr std::int64_t kQuietRows = 1'000;
  const bool is_session = !call.context.session.is_nil();
  if (is_session && rows > kQuietRows) access::require_confirmed(*call.context.actor);
}

}  // namespace

// Written to a file first, so that a failure is an error and not half a file; it goes with its last
// piece.
Response export_records(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  const auto& kind = export_kind(call);
  imports::ExportOrder order;
  order.list = list_request_of(call);
  order.format = kind.format;
  if (call.query("headings") == "labels") order.headings = imports::Headings::Labels;
  order.progress = [&](std::int64_t rows) { check_export(call, rows); };
  auto path = call.context.services->data_folder / "tmp" /
              (context.new_id().text() + "." + std::string(kind.name));
  try {
    auto rows = imports::export_records(*call.context.services->database, context, entity, order,
                                        path);
    tell_of_export(call, entity, order.list, kind.name, rows);
  } catch (const std::exception&) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    throw;
  }
  ServedFile file;
  file.open = from_disk(path);
  file.size = std::filesystem::file_size(path);
  file.content_type = kind.content_type;
  file.name = entity.name + "." + std::string(kind.name);
  auto response = file_response(call.request, file);
  open_file(response);
  std::filesystem::remove(path);
  return response;
}

// A screen writes what it shows, in its own columns and words.
Response tell_of_made_export(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  if (access::level_of(*context.actor, entity, access::Action::Export) == access::Level::None)
    base::fail(base::ErrorKind::Forbidden, "forbidden");
  auto body = body_of(call);
  const auto* count = body.is_object() ? body.get_object().if_contains("records") : nullptr;
  if (!count || !count->is_int64() || count->get_int64() < 0)
    base::fail(base::ErrorKind::Invalid, "not_an_integer", "records");
  const auto records = count->get_int64();
  body.get_object().erase("records");
  const auto list = list_request_of(body);
  check_export(call, records);
  tell_of_export(call, entity, list, "screen", records);
  return empty_response();
}

}  // namespace rapport::http::system_api
