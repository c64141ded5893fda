// Arguments of a command: options from the command line, the environment (RAPPORT_<OPTION>) and a
// file (--config), in this order of strength; and the words that are no options.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace rapport::app {

// A variable of the environment that is none of our options; empty when it is not there.
std::string environment(const char* name);

// Wrong use of the command line: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct OptionDef {
  std::string_view name;     // "admin-email"
  std::string_view meaning;  // for --help
  bool is_flag = false;
};

class Arguments {
 public:
  // `elsewhere`: options of other commands, which may stand in a file that is the same for all.
  // Throws: UsageError for an option that is not among `options`, or one without its value.
  Arguments(std::span<const OptionDef> options, const std::vector<std::string>& words,
            std::span<const OptionDef> elsewhere = {});

  std::optional<std::string> find(std::string_view option) const;
  std::string get(std::string_view option, std::string fallback) const;
  // Throws: UsageError when it is missing.
  std::string require(std::string_view option) const;
  // Throws: UsageError when it is no whole number from 0 to `most`.
  std::int64_t number(std::string_view option, std::int64_t fallback, std::int64_t most) const;
  bool has_flag(std::string_view option) const;
  const std::vector<std::string>& words() const { return words_; }

 private:
  void read_file(std::span<const OptionDef> options, std::span<const OptionDef> elsewhere,
                 const std::string& path);
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> words_;
};

}  // namespace rapport::app
