#include "imports/formats/vcard/vcard_property.h"

#include <algorithm>

#include "base/text.h"
#include "imports/formats/encoding.h"

namespace rapport::imports {

namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 32);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Source: RFC 2045, section 6.7. What is not an escape stays as it is.
std::string from_quoted_printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void add_parameter(VCardProperty& property, std::string_view parameter) {
  auto equals = parameter.find('=');
  auto key = upper(base::trim(parameter.substr(0, equals)));
  auto value = equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1);
  while (value.starts_with('"')) value.remove_prefix(1);
  while (value.ends_with('"')) value.remove_suffix(1);
  auto word = upper(base::trim(value));
  if (equals == std::string_view::npos) {
    if (key == "QUOTED-PRINTABLE")
      property.quoted_printable = true;
    else if (key == "BASE64" || key == "B")
      property.base64 = true;
    else
      property.types.push_back(lower(key));
  } else if (key == "ENCODING") {
    property.quoted_printable = word == "QUOTED-PRINTABLE" || word == "Q";
    property.base64 = word == "BASE64" || word == "B";
  } else if (key == "CHARSET") {
    property.charset = std::string(base::trim(value));
  } else if (key == "TYPE") {
    for (const auto& type : base::split(value, ','))
      property.types.push_back(lower(base::trim(type)));
  }
}

// The colon that ends the parameters: the first one outside quotes.
std::size_t find_colon(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ':' && !quoted) return i;
  }
  return line.find(':');
}

}  // namespace

bool VCardProperty::has_type(std::string_view type) const {
  return std::find(types.begin(), types.end(), type) != types.end();
}

VCardProperty parse_property(std::string_view line) {
  VCardProperty property;
  auto colon = find_colon(line);
  if (colon == std::string_view::npos) return property;
  auto head = line.substr(0, colon);
  auto value = line.substr(colon + 1);
  bool first = true;
  while (!head.empty() || first) {
    std::size_t end = 0;
    for (bool quoted = false; end < head.size() && (head[end] != ';' || quoted); ++end) {
      if (head[end] == '"') quoted = !quoted;
    }
    auto part = head.substr(0, end);
    head = end < head.size() ? head.substr(end + 1) : std::string_view();
    if (first) {
      auto dot = part.rfind('.');
      property.name =
          upper(base::trim(dot == std::string_view::npos ? part : part.substr(dot + 1)));
      first = false;
    } else {
      add_parameter(property, part);
    }
  }
  if (property.quoted_printable) {
    auto bytes = from_quoted_printable(value);
    auto named = encoding_named(property.charset);
    property.value = to_utf8(bytes, named ? *named : detect_encoding_of(bytes));
  } else {
    property.value = value;
  }
  return property;
}

std::vector<std::string> split_components(std::string_view value, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == separator) {
      parts.push_back(unescaped(value.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(unescaped(value.substr(begin)));
  return parts;
}

std::string unescaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == '\r') continue;
    if (c != '\\' || i + 1 == value.size()) {
      out += c;
      continue;
    }
    char next = value[++i];
    if (next == 'n' || next == 'N')
      out += '\n';
    else if (next == ',' || next == ';' || next == ':' || next == '\\' || next == '"')
      out += next;
    else
      out.append(1, c).append(1, next);
  }
  return std::string(base::trim(out));
}

}  // namespace rapport::imports
