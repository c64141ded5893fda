// A workbook: the bytes as they are, or as one part of a package that is otherwise good, so that
// the XML is reached.
#include <zip.h>

#include "imports/formats/table.h"
#include "input.h"

using namespace rapport;

namespace {

constexpr const char* kRels =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/)"
    R"(relationships/%" Target="@"/>)";
constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string relation(std::string kind, std::string target) {
  std::string text = kRels;
  text.replace(text.find('%'), 1, kind);
  return text.replace(text.find('@'), 1, target);
}

struct Part {
  const char* name;
  std::string good;
};

const std::vector<Part>& parts() {
  static const std::vector<Part> all = {
      {"xl/worksheets/sheet1.xml",
       std::string("<worksheet xmlns=\"") + kMain +
           "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">"
           "<v>45000</v></c></row></sheetData></worksheet>"},
      {"xl/sharedStrings.xml",
       std::string("<sst xmlns=\"") + kMain + "\"><si><t>name</t></si></sst>"},
      {"xl/styles.xml", std::string("<styleSheet xmlns=\"") + kMain +
                            "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
                            "</styleSheet>"},
      {"xl/workbook.xml",
       std::string("<workbook xmlns=\"") + kMain +
           "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
           "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       relation("worksheet", "worksheets/sheet1.xml") + "</Relationships>"},
      {"_rels/.rels", relation("officeDocument", "xl/workbook.xml") + "</Relationships>"},
  };
  return all;
}

// The package with one part replaced.
std::string package_with(std::size_t which, std::string_view content) {
  zip_error_t error;
  auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  auto* zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  fuzz::must(zip != nullptr);
  zip_source_keep(source);
  for (std::size_t i = 0; i < parts().size(); ++i) {
    auto bytes = i == which ? content : std::string_view(parts()[i].good);
    auto* part = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    auto at = zip_file_add(zip, parts()[i].name, part, 0);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
  }
  fuzz::must(zip_close(zip) == 0);
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string out(stat.size, '\0');
  zip_source_open(source);
  zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

void read_all(std::string_view content) {
  fuzz::MemoryFile file(content);
  fuzz::passes([&] {
    auto table = imports::open_table(file.path());
    imports::Row row;
    while (table->next(row)) fuzz::must(row.types.empty() || row.types.size() == row.cells.size());
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  if (input.rest().starts_with("PK")) {
    read_all(input.rest());
  } else {
    auto which = input.choice(parts().size());
    read_all(package_with(which, input.rest()));
  }
  return 0;
}
