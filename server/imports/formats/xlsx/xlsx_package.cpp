#include "imports/formats/xlsx/xlsx_package.h"

#include <expat.h>
#include <zip.h>

#include "base/limits.h"
#include "imports/formats/row_source.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr int kXmlDepth = 64;
constexpr std::int64_t kParts = 10'000;
// Small files may be as repetitive as they like: the ratio counts from here.
constexpr std::uint64_t kRatioFrom = 32ull * 1024 * 1024;

[[noreturn]] void refuse_size() {
  refuse_file("xlsx_too_big", {{"max", std::to_string(base::limits::kXlsxUnpackedBytes >> 20)}});
}

std::string_view local_name(const char* name) {
  std::string_view whole(name);
  auto colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

zip_int64_t locate(struct zip* archive, const std::string& part) {
  return zip_name_locate(archive, part.c_str(), ZIP_FL_NOCASE);
}

}  // namespace

std::string_view attribute_of(const char** attributes, std::string_view name) {
  for (; attributes[0]; attributes += 2) {
    if (local_name(attributes[0]) == name) return attributes[1];
  }
  return {};
}

XlsxPackage::XlsxPackage(const std::filesystem::path& path) {
  int code = 0;
  zip_ = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!zip_) refuse_file("xlsx_broken");
  auto parts = zip_get_num_entries(zip_, 0);
  if (parts > kParts) {
    zip_discard(zip_);
    refuse_size();
  }
}

XlsxPackage::~XlsxPackage() { zip_discard(zip_); }

bool XlsxPackage::has(const std::string& part) const { return locate(zip_, part) >= 0; }

std::uint64_t XlsxPackage::size_of(const std::string& part) const {
  zip_stat_t stat;
  zip_stat_init(&stat);
  auto index = locate(zip_, part);
  if (index < 0 || zip_stat_index(zip_, static_cast<zip_uint64_t>(index), 0, &stat) != 0) return 0;
  return stat.valid & ZIP_STAT_SIZE ? stat.size : 0;
}

PackagePart::PackagePart(XlsxPackage& package, const std::string& name) {
  auto index = locate(package.zip_, name);
  if (index < 0) refuse_file("xlsx_broken");
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_stat_index(package.zip_, static_cast<zip_uint64_t>(index), 0, &stat);
  packed_ = stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0;
  if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE) {
    refuse_file("xlsx_encrypted");
  }
  file_ = zip_fopen_index(package.zip_, static_cast<zip_uint64_t>(index), 0);
  if (!file_) refuse_file("xlsx_broken");
}

PackagePart::~PackagePart() { zip_fclose(file_); }

std::size_t PackagePart::read(char* out, std::size_t size) {
  auto count = zip_fread(file_, out, size);
  if (count < 0) refuse_file("xlsx_broken");
  bytes_read_ += static_cast<std::uint64_t>(count);
  bool swollen = bytes_read_ > kRatioFrom && bytes_read_ / (packed_ + 1) > base::limits::kXlsxRatio;
  if (swollen || bytes_read_ > base::limits::kXlsxUnpackedBytes) refuse_size();
  return static_cast<std::size_t>(count);
}

// Expat is C: nothing may be thrown through it, so a refusal is noted and the parser stopped.
struct XmlCallbacks {
  static void stop(XmlPart& part, std::string code) {
    if (part.code_.empty()) part.code_ = std::move(code);
    XML_StopParser(part.parser_, XML_FALSE);
  }
  static void check(XmlPart& part) {
    if (!part.handler_.trouble.empty()) stop(part, part.handler_.trouble);
  }
  static void start(void* user, const char* name, const char** attributes) {
    auto& part = *static_cast<XmlPart*>(user);
    if (++part.depth_ > kXmlDepth) return stop(part, "xlsx_broken");
    part.handler_.start(local_name(name), attributes);
    check(part);
  }
  static void end(void* user, const char* name) {
    auto& part = *static_cast<XmlPart*>(user);
    --part.depth_;
    part.handler_.end(local_name(name));
    check(part);
  }
  static void text(void* user, const char* bytes, int length) {
    auto& part = *static_cast<XmlPart*>(user);
    part.handler_.text({bytes, static_cast<std::size_t>(length)});
    check(part);
  }
  static void doctype(void* user, const char*, const char*, const char*, int) {
    stop(*static_cast<XmlPart*>(user), "xlsx_dtd");
  }
};

XmlPart::XmlPart(XlsxPackage& package, const std::string& name, XmlHandler& handler)
    : part_(package, name), handler_(handler), parser_(XML_ParserCreate(nullptr)), chunk_(kChunk) {
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, XmlCallbacks::start, XmlCallbacks::end);
  XML_SetCharacterDataHandler(parser_, XmlCallbacks::text);
  XML_SetStartDoctypeDeclHandler(parser_, XmlCallbacks::doctype);
}

XmlPart::~XmlPart() { XML_ParserFree(parser_); }

bool XmlPart::feed() {
  if (done_) return false;
  auto count = part_.read(chunk_.data(), chunk_.size());
  done_ = count == 0;
  auto status = XML_Parse(parser_, chunk_.data(), static_cast<int>(count), done_);
  if (status != XML_STATUS_OK) {
    base::MessageArguments arguments;
    if (handler_.trouble_row > 0) arguments = {{"line", std::to_string(handler_.trouble_row)}};
    refuse_file(code_.empty() ? "xlsx_broken" : code_, arguments);
  }
  return !done_;
}

}  // namespace rapport::imports
