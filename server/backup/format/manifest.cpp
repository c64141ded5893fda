#include "backup/format/manifest.h"

#include "backup/format/block.h"
#include "backup/format/facts.h"
#include "base/json.h"
#include "base/version.h"
#include "storage/bulk/bulk.h"

namespace rapport::backup {

using base::JsonWriter;
using storage::ColumnType;

namespace json = base::json;

namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::string_view kTypes[] = {"integer", "text", "id"};  // as ColumnType

std::string name_of(const json::value& value) {
  auto name = text_of(value);
  if (!storage::is_plain_name(name)) refuse();
  return name;
}

schema::ColumnDef column_of(const json::value& value) {
  if (!value.is_array() || value.get_array().size() != 2) refuse();
  auto type = text_of(value.get_array()[1]);
  for (std::size_t i = 0; i < std::size(kTypes); ++i)
    if (kTypes[i] == type) return {name_of(value.get_array()[0]), static_cast<ColumnType>(i)};
  refuse();
}

KeptTable table_of(const json::value& value) {
  if (!value.is_object()) refuse();
  const auto& object = value.get_object();
  KeptTable kept;
  kept.table.name = name_of(member_of(object, "name"));
  kept.rows = number_of(object, "rows");
  for (const auto& column : list_of(object, "columns"))
    kept.table.columns.push_back(column_of(column));
  for (const auto& column : list_of(object, "key")) {
    kept.table.key.push_back(name_of(column));
    if (!kept.table.find(kept.table.key.back())) refuse();
  }
  if (kept.table.columns.empty()) refuse();
  return kept;
}

}  // namespace

std::int64_t Manifest::rows() const {
  std::int64_t all = 0;
  for (const auto& kept : tables) all += kept.rows;
  return all;
}

std::string manifest_json(const Manifest& manifest) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("format", kFormat);
  json.member("rapport", std::string_view(manifest.rapport));
  json.member("made_at", static_cast<std::int64_t>(manifest.made_at));
  json.member("engine", std::string_view(manifest.engine));
  json.member("image_bytes", manifest.image_bytes);
  json.member("page_bytes", manifest.page_bytes);
  json.member("files", manifest.files).member("file_bytes", manifest.file_bytes);
  if (manifest.only_database) json.member("only_database", true);
  if (!manifest.chain.empty()) json.member("chain", std::string_view(manifest.chain));
  json.key("tables").begin_array();
  for (const auto& [table, rows] : manifest.tables) {
    json.begin_object().member("name", std::string_view(table.name)).member("rows", rows);
    json.key("columns").begin_array();
    for (const auto& column : table.columns)
      json.begin_array()
          .value(std::string_view(column.name))
          .value(kTypes[static_cast<std::size_t>(column.type)])
          .end_array();
    json.end_array().key("key").begin_array();
    for (const auto& column : table.key) json.value(std::string_view(column));
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

Manifest parse_manifest(std::string_view text, std::string_view our_version) {
  auto object = object_of(text);
  Manifest manifest;
  manifest.rapport = text_of(object, "rapport");
  auto theirs = base::parse_version(manifest.rapport), ours = base::parse_version(our_version);
  if (!theirs) refuse();
  if (number_of(object, "format") > kFormat || (ours && *theirs > *ours))
    throw Unusable("it was made by Rapport " + manifest.rapport + ", and this is " +
                   std::string(our_version) + ": use that one or a newer one");
  manifest.made_at = number_of(object, "made_at");
  manifest.engine = text_of(object, "engine");
  manifest.image_bytes = number_of(object, "image_bytes");
  manifest.page_bytes = number_of(object, "page_bytes");
  manifest.files = number_of(object, "files");
  manifest.file_bytes = number_of(object, "file_bytes");
  if (const auto* only = object.if_contains("only_database"))
    manifest.only_database = only->is_bool() && only->get_bool();
  if (object.contains("chain")) manifest.chain = text_of(object, "chain");
  if (manifest.page_bytes < 512 || manifest.page_bytes > 65536 ||
      manifest.image_bytes % manifest.page_bytes != 0)
    refuse();
  for (const auto& table : list_of(object, "tables")) manifest.tables.push_back(table_of(table));
  return manifest;
}

std::string table_end_json(const TableEnd& end) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("rows", end.rows).member("last_number", end.last_number);
  json.member("digest", std::string_view(end.digest)).end_object();
  return out;
}

TableEnd parse_table_end(std::string_view text) {
  auto object = object_of(text);
  return {number_of(object, "rows"), number_of(object, "last_number"), text_of(object, "digest")};
}

std::string end_json(const BackupEnd& end) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("files", end.files).member("file_bytes", end.file_bytes);
  json.member("missing_files", end.missing_files).end_object();
  return out;
}

BackupEnd parse_end(std::string_view text) {
  auto object = object_of(text);
  return {number_of(object, "files"), number_of(object, "file_bytes"),
          number_of(object, "missing_files")};
}

}  // namespace rapport::backup
