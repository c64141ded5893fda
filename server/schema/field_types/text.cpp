#include "base/text.h"

#include "base/limits.h"
#include "schema/field_types/families.h"
#include "schema/requisites.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

base::Result<std::string> text_of(const json::value& value, std::size_t max_characters) {
  if (!value.is_string()) return Failure{"wrong_type", {{"expected", "string"}}};
  std::string_view raw(value.get_string());
  if (!base::is_valid_utf8(raw)) return Failure{"invalid_text", {}};
  auto text = base::trim(raw);
  if (base::length_of(text) > max_characters)
    return Failure{"too_long", {{"max", std::to_string(max_characters)}}};
  return std::string(text);
}

bool is_email(std::string_view text) {
  auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 3 > text.size() || text.size() > 254)
    return false;
  auto domain = text.substr(at + 1);
  for (char c : text)
    if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == ',' || c == ';' ||
        c == '"')
      return false;
  auto dot = domain.find('.');
  return text.find('@') == at && dot != std::string_view::npos && dot > 0 && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos;
}

bool is_phone(std::string_view text) {
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c >= '0' && c <= '9')
      ++digits;
    else if (std::string_view(" ()-./+,;#*xext").find(c) == std::string_view::npos &&
             static_cast<unsigned char>(c) < 0x80)
      return false;
  }
  return digits >= 3 && digits <= 20;
}

bool requisite_ok(std::string_view check, std::string_view text) {
  if (check == "inn") return inn_ok(text);
  if (check == "kpp") return kpp_ok(text);
  if (check == "ogrn") return ogrn_ok(text);
  return check != "bik" || bik_ok(text);
}

namespace {

class TextType : public SingleColumn {
 public:
  TextType(std::string_view name, std::size_t max)
      : SingleColumn(name, Shape::Text, ColumnType::Text), max_(max) {}

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    auto text = text_of(value, field.max ? static_cast<std::size_t>(*field.max) : max_);
    if (!text) return text.failure();
    if (text->empty()) return std::nullopt;
    if (auto failure = check(field, *text)) return failure;
    cells[0] = std::move(*text);
    return std::nullopt;
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.text(column));
  }

 protected:
  virtual std::optional<Failure> check(const FieldDef& field, const std::string& text) const {
    if (!field.check.empty() && !requisite_ok(field.check, text))
      return Failure{field.check + "_check", {}};
    return std::nullopt;
  }

 private:
  std::size_t max_;
};

class UrlType final : public TextType {
 public:
  using TextType::TextType;
  std::optional<Failure> check(const FieldDef&, const std::string& text) const override {
    auto scheme = text.find("://");
    std::string_view rest(text);
    if (scheme != std::string::npos) {
      auto name = base::fold(text.substr(0, scheme));
      if (name != "http" && name != "https" && name != "ftp") return Failure{"not_a_url", {}};
      rest.remove_prefix(scheme + 3);
    } else if (text.find(':') < text.find('/') && text.find('.') > text.find(':')) {
      return Failure{"not_a_url", {}};  // javascript:, data: and their like
    }
    bool blank = rest.find_first_of(" \t\n\"<>") != std::string_view::npos;
    bool has_host = !rest.starts_with('/') && !rest.starts_with('\\');
    bool is_good = !rest.empty() && !blank && has_host;
    return is_good ? std::nullopt : std::optional(Failure{"not_a_url", {}});
  }
};

class EmailType final : public TextType {
 public:
  using TextType::TextType;
  std::optional<Failure> check(const FieldDef&, const std::string& text) const override {
    return is_email(text) ? std::nullopt : std::optional(Failure{"not_an_email", {}});
  }
};

class PhoneType final : public TextType {
 public:
  using TextType::TextType;
  std::optional<Failure> check(const FieldDef&, const std::string& text) const override {
    return is_phone(text) ? std::nullopt : std::optional(Failure{"not_a_phone", {}});
  }
};

}  // namespace

std::span<const FieldType* const> text_types() {
  static const TextType text("text", base::limits::kTextChars);
  static const TextType long_text("long_text", base::limits::kLongTextChars);
  static const TextType autonumber("autonumber", 64);
  static const UrlType url("url", 2048);
  static const EmailType email("email", 254);
  static const PhoneType phone("phone", 64);
  static const FieldType* const all[] = {&text, &long_text, &url, &email, &phone, &autonumber};
  return all;
}

}  // namespace rapport::schema::field_types
