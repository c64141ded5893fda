#include "imports/formats/vcard/vcard_writer.h"

#include <map>

#include "imports/formats/output_file.h"
#include "imports/formats/value_numbers.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kLineBytes = 75;

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '\\' || c == ',' || c == ';') out += '\\';
      out += c;
    }
  }
  return out;
}

// Long lines go on with a blank on the next one; a character is never cut.
void append_folded(std::string& out, std::string_view line) {
  std::size_t room = kLineBytes;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = kLineBytes - 1;
  }
  out.append(line).append("\r\n");
}

class VCardWriter : public TableWriter {
 public:
  explicit VCardWriter(const std::filesystem::path& path) : file_(path) {}

  void begin(const std::vector<std::string>& columns) override {
    for (std::size_t i = 0; i < columns.size(); ++i) place_.emplace(columns[i], i);
  }

  void row(std::span<const OutCell> cells) override {
    cells_ = cells;
    auto& out = file_.text();
    out += "BEGIN:VCARD\r\nVERSION:3.0\r\n";
    auto first = cell("first_name"), middle = cell("middle_name"), last = cell("last_name");
    line("N:" + escaped(last) + ";" + escaped(first) + ";" + escaped(middle) + ";;");
    std::string full;
    for (auto part : {first, middle, last}) {
      if (!part.empty()) full.append(full.empty() ? "" : " ").append(part);
    }
    if (full.empty()) full = cell("company");
    line("FN:" + escaped(full));
    if (!cell("company").empty()) {
      auto department = cell("department");
      line("ORG:" + escaped(cell("company")) +
           (department.empty() ? "" : ";" + escaped(department)));
    }
    text("TITLE", "job_title");
    values("EMAIL", "emails", "TYPE=INTERNET");
    values("TEL", "phones", "");
    text("BDAY", "birthday");
    address();
    text("URL", "website");
    text("NOTE", "description");
    out += "END:VCARD\r\n";
    file_.flush_if_large();
  }

  void end() override { file_.close(); }

 private:
  std::string_view cell(const std::string& name) const {
    auto found = place_.find(name);
    return found == place_.end() || found->second >= cells_.size() ? std::string_view()
                                                                   : cells_[found->second].text;
  }
  void line(const std::string& content) { append_folded(file_.text(), content); }
  void text(const char* property, const char* name) {
    if (!cell(name).empty()) line(std::string(property) + ":" + escaped(cell(name)));
  }
  void values(const char* property, const char* name, const std::string& type) {
    for (const auto& value : split_values(cell(name))) {
      std::string head = property;
      if (!type.empty()) head += ";" + type;
      if (value.kind == "mobile")
        head += ";TYPE=CELL";
      else if (value.kind == "work")
        head += ";TYPE=WORK";
      else if (value.kind == "home")
        head += ";TYPE=HOME";
      line(head + ":" + escaped(value.value));
    }
  }
  void address() {
    std::string parts;
    bool any = false;
    for (const char* name : {"address.street", "address.city", "address.region",
                             "address.postal_code", "address.country"}) {
      any |= !cell(name).empty();
      parts += ";" + escaped(cell(name));
    }
    if (any) line("ADR;TYPE=WORK:;" + parts);
  }

  OutputFile file_;
  std::map<std::string, std::size_t> place_;
  std::span<const OutCell> cells_;
};

}  // namespace

std::unique_ptr<TableWriter> make_vcard_writer(const std::filesystem::path& path) {
  return std::make_unique<VCardWriter>(path);
}

}  // namespace rapport::imports
