// The log: one JSON object a line on stderr, with a time, a level and named values.
// Never secrets, passwords, tokens, nor what people wrote into records.
#pragma once
#include <initializer_list>
#include <string_view>
#include <utility>

namespace rapport::base {

enum class LogLevel { Debug, Info, Warning, Error };

using LogFields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Threads: safe. Control characters in values are escaped, values over 2 kB are cut.
void log(LogLevel level, std::string_view message, LogFields fields = {});
void set_log_level(LogLevel least);

}  // namespace rapport::base
