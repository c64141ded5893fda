// The zip of an XLSX file and the XML inside, read as streams within limits: size, ratio, depth. No
// document types, no entities, nothing outside the file.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct zip;
struct zip_file;
struct XML_ParserStruct;

namespace rapport::imports {

// What a part of the package calls back while it is read. Names come without prefix. A handler does
// not throw: it refuses by setting `trouble` to a code.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const char** attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view part) = 0;
  std::string trouble;
  std::int64_t trouble_row = 0;
};

// The value of an attribute by its name without prefix; empty when absent.
std::string_view attribute_of(const char** attributes, std::string_view name);

class XlsxPackage {
 public:
  // Throws: Error{Invalid, "xlsx_broken"}.
  explicit XlsxPackage(const std::filesystem::path& path);
  ~XlsxPackage();

  bool has(const std::string& part) const;
  std::uint64_t size_of(const std::string& part) const;

 private:
  friend class PackagePart;
  struct zip* zip_ = nullptr;
};

// One part as bytes. Throws: Error{Invalid} xlsx_broken when the zip is damaged there, xlsx_too_big
// when more comes out than base/limits.h allows.
class PackagePart {
 public:
  PackagePart(XlsxPackage& package, const std::string& name);
  ~PackagePart();
  std::size_t read(char* out, std::size_t size);
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  struct zip_file* file_ = nullptr;
  std::uint64_t bytes_read_ = 0, packed_ = 0;
};

// One part as XML, fed in pieces. Throws: Error{Invalid} xlsx_broken, xlsx_dtd, or the handler's
// trouble.
class XmlPart {
 public:
  XmlPart(XlsxPackage& package, const std::string& name, XmlHandler& handler);
  ~XmlPart();
  // Reads one piece; false at the end.
  bool feed();
  void read_all() {
    while (feed()) {
    }
  }
  std::uint64_t bytes_read() const { return part_.bytes_read(); }

 private:
  friend struct XmlCallbacks;
  PackagePart part_;
  XmlHandler& handler_;
  XML_ParserStruct* parser_;
  std::vector<char> chunk_;
  std::string code_;
  int depth_ = 0;
  bool done_ = false;
};

}  // namespace rapport::imports
