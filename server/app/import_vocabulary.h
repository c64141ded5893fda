// The other names of fields and values by which foreign files are understood, out of the
// embedded entity files.
// Not here: how they are matched (imports/columns/).
#pragma once
#include <memory>

#include "imports/columns/vocabulary.h"

namespace rapport::app {

std::shared_ptr<const imports::Vocabulary> import_vocabulary();

}  // namespace rapport::app
