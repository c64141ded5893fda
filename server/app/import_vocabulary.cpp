#include "app/import_vocabulary.h"

#include "app/embedded.h"

namespace rapport::app {

std::shared_ptr<const imports::Vocabulary> import_vocabulary() {
  auto text = [](std::string_view name) { return embedded_file(name).value_or("{}"); };
  return std::make_shared<const imports::Vocabulary>(text("entities/import_names.json"),
                                                     text("entities/import_values.json"));
}

}  // namespace rapport::app
