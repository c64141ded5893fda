#include "storage/page_log.h"

namespace rapport::storage {

bool keep_pages(Database& database, std::shared_ptr<PageSink> sink) {
  auto* keeping = dynamic_cast<PageKeeping*>(&database);
  if (keeping) keeping->keep_pages(std::move(sink));
  return keeping != nullptr;
}

}  // namespace rapport::storage
