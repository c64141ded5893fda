// The version of this program, as people and backups name it.
// Not here: versions of records and of the model.
#pragma once

#ifndef RAPPORT_VERSION
#define RAPPORT_VERSION "0.1.0"
#endif

namespace rapport::base {
inline constexpr const char* kVersion = RAPPORT_VERSION;
}
