#include "imports/exports/exporter.h"

#include <algorithm>

#include "access/policy.h"
#include "imports/exports/export_cells.h"

namespace rapport::imports {

namespace json = base::json;
using schema::EntityDef;

namespace {

// Whoever may export nothing is told so before a file is begun.
void check_right(const records::Context& context, const EntityDef& entity) {
  auto level = access::level_of(*context.actor, entity, access::Action::Export);
  if (level == access::Level::None) base::fail(base::ErrorKind::Forbidden, "forbidden");
}

std::string read_page(storage::Database& database, const records::Context& context,
                      const EntityDef& entity, const records::ListRequest& request) {
  std::string page;
  database.read([&](storage::Transaction& transaction) {
    page = records::list_page(transaction, context, entity, request, access::Action::Export);
  });
  return page;
}

}  // namespace

std::int64_t export_records(storage::Database& database, const records::Context& context,
                            const EntityDef& entity, const ExportOrder& order,
                            const std::filesystem::path& path) {
  check_right(context, entity);
  StageNames stages;
  database.read([&](storage::Transaction& transaction) {
    stages = stage_names(transaction, context);
  });
  bool cards = order.format == WriteFormat::VCard;
  auto columns = cards ? card_columns(entity)
                       : export_columns(context, entity, order.list.fields, order.headings);
  auto request = order.list;
  request.fields = fields_of(columns);
  request.limit = base::limits::kPageMax;
  request.count = false;
  WriteOptions options;
  options.sheet = context.model->strings->text(context.actor->language, entity.name + ".many");
  auto page = read_page(database, context, entity, request);
  auto writer = make_table_writer(order.format, path, options);
  writer->begin(headings_of(columns));
  std::int64_t rows = 0;
  CellWriter cells(context, entity, columns, order.headings, stages);
  while (true) {
    auto document = json::parse(page);
    for (const auto& record : document.at("items").as_array()) {
      writer->row(cells.write(record.as_object()));
      ++rows;
    }
    if (order.progress) order.progress(rows);
    const auto& next = document.at("next");
    if (next.is_null()) break;
    request.cursor = next.as_string();
    page = read_page(database, context, entity, request);
  }
  writer->end();
  return rows;
}

}  // namespace rapport::imports
