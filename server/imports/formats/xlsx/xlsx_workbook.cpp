#include "imports/formats/xlsx/xlsx_workbook.h"

#include <cstdlib>
#include <map>

#include "base/limits.h"
#include "imports/formats/row_source.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kStringBytes = base::limits::kXlsxUnpackedBytes / 8;
constexpr std::size_t kStyles = 100'000;
constexpr std::size_t kSheets = 1'000;

struct Relationship {
  std::string target, type;
};

// "xl/workbook.xml" → "xl/_rels/workbook.xml.rels".
std::string relations_of(const std::string& part) {
  auto slash = part.rfind('/');
  std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

// A target is relative to the folder of its part, or absolute. Names are looked up in the zip only.
std::string resolve(const std::string& part, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  auto slash = part.rfind('/');
  std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    auto up = folder.empty() ? std::string::npos : folder.rfind('/', folder.size() - 2);
    folder = up == std::string::npos ? "" : folder.substr(0, up + 1);
  }
  while (target.starts_with("./")) target.remove_prefix(2);
  return folder.append(target);
}

class RelationsHandler : public XmlHandler {
 public:
  void start(std::string_view name, const char** attributes) override {
    if (name != "Relationship" || attribute_of(attributes, "TargetMode") == "External") return;
    relations[std::string(attribute_of(attributes, "Id"))] = {
        std::string(attribute_of(attributes, "Target")),
        std::string(attribute_of(attributes, "Type"))};
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  std::map<std::string, Relationship> relations;
};

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "on"; }

class WorkbookHandler : public XmlHandler {
 public:
  struct Entry {
    std::string name, id;
    bool hidden;
  };
  void start(std::string_view name, const char** attributes) override {
    if (name == "workbookPr" && is_true(attribute_of(attributes, "date1904"))) from_1904 = true;
    if (name != "sheet" || entries.size() >= kSheets) return;
    auto state = attribute_of(attributes, "state");
    // Two attributes end on "id": the relationship's has a prefix.
    std::string id;
    for (auto at = attributes; at[0]; at += 2) {
      if (std::string_view(at[0]).ends_with(":id")) id = at[1];
    }
    entries.push_back({std::string(attribute_of(attributes, "name")), id,
                       state == "hidden" || state == "veryHidden"});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  std::vector<Entry> entries;
  bool from_1904 = false;
};

class StylesHandler : public XmlHandler {
 public:
  void start(std::string_view name, const char** attributes) override {
    if (name == "cellXfs") in_cells_ = true;
    if (name == "numFmt") {
      int id = std::atoi(std::string(attribute_of(attributes, "numFmtId")).c_str());
      formats_[id] = look_of_format(attribute_of(attributes, "formatCode"));
    }
    if (name == "xf" && in_cells_ && looks.size() < kStyles) {
      int id = std::atoi(std::string(attribute_of(attributes, "numFmtId")).c_str());
      auto own = formats_.find(id);
      looks.push_back(own != formats_.end() ? own->second : look_of_builtin(id));
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }
  void text(std::string_view) override {}
  std::vector<NumberLook> looks;

 private:
  std::map<int, NumberLook> formats_;
  bool in_cells_ = false;
};

class StringsHandler : public XmlHandler {
 public:
  explicit StringsHandler(SharedStrings& strings) : strings_(strings) {}
  void start(std::string_view name, const char**) override {
    if (name == "t") in_text_ = true;
    if (name == "rPh") ++phonetic_;
  }
  void end(std::string_view name) override {
    if (name == "t") in_text_ = false;
    if (name == "rPh") --phonetic_;
    if (name == "si") strings_.end_string();
  }
  void text(std::string_view part) override {
    if (!in_text_ || phonetic_) return;
    strings_.append(part);
    if (strings_.bytes() > kStringBytes) trouble = "xlsx_too_big";
  }

 private:
  SharedStrings& strings_;
  bool in_text_ = false;
  int phonetic_ = 0;
};

std::map<std::string, Relationship> read_relations(XlsxPackage& package, const std::string& part) {
  RelationsHandler handler;
  auto name = relations_of(part);
  if (package.has(name)) XmlPart(package, name, handler).read_all();
  return std::move(handler.relations);
}

std::string find_workbook(XlsxPackage& package) {
  for (const auto& [id, relation] : read_relations(package, "")) {
    if (relation.type.ends_with("/officeDocument")) {
      auto part = resolve("", relation.target);
      if (part.ends_with(".bin")) base::fail(base::ErrorKind::UnsupportedMedia, "xls_refused");
      if (part.ends_with("workbook.xml") && package.has(part)) return part;
    }
  }
  if (package.has("xl/workbook.xml")) return "xl/workbook.xml";
  base::fail(base::ErrorKind::UnsupportedMedia, "file_kind_unknown");
}

}  // namespace

void SharedStrings::end_string() {
  decode_escapes(text_, ends_.empty() ? 0 : ends_.back());
  ends_.push_back(text_.size());
}

void decode_escapes(std::string& text, std::size_t from) {
  for (auto at = text.find("_x", from); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + 7 > text.size() || text[at + 6] != '_') continue;
    auto digits = text.substr(at + 2, 4);
    if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) continue;
    auto code = std::strtoul(digits.c_str(), nullptr, 16);
    if (code == 0 || code > 0x7F) continue;  // Excel writes control characters and '_' so, no more
    text.replace(at, 7, 1, static_cast<char>(code));
  }
}

NumberLook look_of_builtin(int id) {
  if (id == 9 || id == 10) return NumberLook::Percent;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
      id == 57 || id == 58) {
    return NumberLook::Date;
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
      id == 56) {
    return NumberLook::Time;
  }
  return id == 22 ? NumberLook::DateTime : NumberLook::Plain;
}

NumberLook look_of_format(std::string_view code) {
  bool days = false, hours = false, months = false, percent = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    char c = static_cast<char>(code[i] | 32);
    if (code[i] == '"') {
      i = std::min(code.find('"', i + 1), code.size() - 1);
    } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;
    } else if (code[i] == '[') {
      auto end = std::min(code.find(']', i), code.size() - 1);
      auto inside = code.substr(i + 1, end - i - 1);
      if (inside == "h" || inside == "hh" || inside == "m" || inside == "mm" || inside == "s" ||
          inside == "ss") {
        hours = true;
      }
      i = end;
    } else if (c == 'd' || c == 'y') {
      days = true;
    } else if (c == 'h' || c == 's') {
      hours = true;
    } else if (c == 'm') {
      months = true;
    } else if (code[i] == '%') {
      percent = true;
    } else if (c == 'g' && code.substr(i, 7) == "General") {
      i += 6;
    }
  }
  if (days || (months && !hours)) return hours ? NumberLook::DateTime : NumberLook::Date;
  if (hours) return NumberLook::Time;
  return percent ? NumberLook::Percent : NumberLook::Plain;
}

Workbook read_workbook(XlsxPackage& package) {
  Workbook book;
  auto part = find_workbook(package);
  WorkbookHandler handler;
  XmlPart(package, part, handler).read_all();
  book.from_1904 = handler.from_1904;
  auto relations = read_relations(package, part);
  for (const auto& entry : handler.entries) {
    auto found = relations.find(entry.id);
    if (found == relations.end() || !found->second.type.ends_with("/worksheet")) continue;
    auto sheet = resolve(part, found->second.target);
    if (package.has(sheet)) book.sheets.push_back({entry.name, sheet, entry.hidden});
  }
  for (const auto& [id, relation] : relations) {
    auto target = resolve(part, relation.target);
    if (!package.has(target)) continue;
    if (relation.type.ends_with("/styles")) {
      StylesHandler styles;
      XmlPart(package, target, styles).read_all();
      book.looks = std::move(styles.looks);
    } else if (relation.type.ends_with("/sharedStrings")) {
      StringsHandler strings(book.strings);
      XmlPart(package, target, strings).read_all();
    }
  }
  return book;
}

}  // namespace rapport::imports
