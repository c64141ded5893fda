#include "imports/formats/vcard/vcard_reader.h"

#include <algorithm>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "imports/formats/value_dates.h"
#include "imports/formats/vcard/vcard_property.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

enum Column {
  FirstName,
  MiddleName,
  LastName,
  JobTitle,
  Company,
  Department,
  Emails,
  Phones,
  Birthday,
  Street,
  City,
  Region,
  PostalCode,
  Country,
  Website,
  Description,
  ColumnCount,
};

bool is_skipped(std::string_view line) {
  static constexpr std::string_view kSkipped[] = {"PHOTO", "LOGO", "SOUND", "KEY", "AGENT"};
  std::string head;
  for (char c : line.substr(0, 40)) {
    if (c == ';' || c == ':') break;
    head += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  if (auto dot = head.rfind('.'); dot != std::string::npos) head.erase(0, dot + 1);
  return std::find(std::begin(kSkipped), std::end(kSkipped), head) != std::end(kSkipped);
}

bool is_quoted_printable(std::string_view line) {
  auto head = base::fold(line.substr(0, std::min<std::size_t>(line.find(':'), 200)));
  return head.find("quoted-printable") != std::string::npos;
}

std::string kind_of(const VCardProperty& property) {
  if (property.has_type("fax") || property.has_type("pager")) return "other";
  if (property.has_type("cell") || property.has_type("mobile") || property.has_type("iphone"))
    return "mobile";
  if (property.has_type("work")) return "work";
  if (property.has_type("home")) return "home";
  return {};
}

// "tel:+1-418-656-9254;ext=102" → "+1-418-656-9254 ext. 102".
std::string phone_of(const std::string& value) {
  std::string text = value.starts_with("tel:") ? value.substr(4) : value;
  auto extension = text.find(";ext=");
  if (extension != std::string::npos) text.replace(extension, 5, " ext. ");
  std::replace(text.begin(), text.end(), ';', ' ');
  std::replace(text.begin(), text.end(), ',', ' ');
  return std::string(base::trim(text));
}

std::string joined(const std::vector<std::string>& parts, std::size_t first, std::size_t last,
                   const char* by) {
  std::string out;
  for (auto i = first; i < last && i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    if (!out.empty()) out += by;
    out += parts[i];
  }
  return out;
}

// What a card has said so far.
class Card {
 public:
  void add(const VCardProperty& property) {
    const auto& name = property.name;
    if (name == "N")
      add_name(property.value);
    else if (name == "FN")
      full_name_ = unescaped(property.value);
    else if (name == "TITLE")
      set(JobTitle, unescaped(property.value));
    else if (name == "ROLE")
      role_ = unescaped(property.value);
    else if (name == "ORG")
      add_company(property.value);
    else if (name == "EMAIL")
      add_value(emails_, property, unescaped(property.value));
    else if (name == "TEL")
      add_value(phones_, property, phone_of(unescaped(property.value)));
    else if (name == "BDAY")
      add_birthday(property.value);
    else if (name == "ADR")
      add_address(property);
    else if (name == "URL")
      add_url(unescaped(property.value));
    else if (name == "NOTE")
      add_line(unescaped(property.value));
  }

  std::vector<std::string> finish() {
    if (cells_[FirstName].empty() && cells_[LastName].empty()) split_full_name();
    if (cells_[JobTitle].empty()) cells_[JobTitle] = role_;
    cells_[Emails] = join_values(emails_);
    cells_[Phones] = join_values(phones_);
    return std::move(cells_);
  }

 private:
  void set(Column column, std::string value) {
    if (cells_[column].empty()) cells_[column] = std::move(value);
  }
  void add_name(const std::string& value) {
    auto parts = split_components(value, ';');
    parts.resize(5);
    set(LastName, parts[0]);
    set(FirstName, parts[1]);
    set(MiddleName, parts[2]);
  }
  void add_company(const std::string& value) {
    auto parts = split_components(value, ';');
    set(Company, parts[0]);
    if (cells_[Company] == parts[0]) set(Department, joined(parts, 1, parts.size(), ", "));
  }
  void add_birthday(const std::string& value) {
    auto time = parse_cell_time(value, DateOrder::Ymd);
    if (time) set(Birthday, base::format_date(time->date));
  }
  void add_address(const VCardProperty& property) {
    auto parts = split_components(property.value, ';');
    parts.resize(7);
    bool better = property.has_type("work") && !address_is_work_;
    if (has_address_ && !better) return;
    address_is_work_ = property.has_type("work");
    has_address_ = true;
    cells_[Street] = joined({parts[2], parts[1], parts[0]}, 0, 3, ", ");
    std::replace(cells_[Street].begin(), cells_[Street].end(), '\n', ' ');
    cells_[City] = parts[3];
    cells_[Region] = parts[4];
    cells_[PostalCode] = parts[5];
    cells_[Country] = parts[6];
  }
  void add_url(std::string url) {
    if (cells_[Website].empty())
      cells_[Website] = std::move(url);
    else if (url != cells_[Website])
      add_line(url);
  }
  void add_line(const std::string& line) {
    auto& text = cells_[Description];
    if (line.empty() || text.size() > base::limits::kCellBytes) return;
    if (!text.empty()) text += '\n';
    text += line;
  }
  void add_value(std::vector<KindValue>& values, const VCardProperty& property, std::string value) {
    std::replace(value.begin(), value.end(), ';', ' ');
    bool known = std::any_of(values.begin(), values.end(),
                             [&](const KindValue& v) { return v.value == value; });
    if (value.empty() || known || values.size() >= base::limits::kValuesPerField) return;
    KindValue added{kind_of(property), std::move(value)};
    bool preferred = property.has_type("pref") && !values.empty();
    values.insert(preferred ? values.begin() : values.end(), std::move(added));
  }
  void split_full_name() {
    auto space = full_name_.rfind(' ');
    if (space == std::string::npos) return set(LastName, full_name_);
    cells_[FirstName] = base::trim(std::string_view(full_name_).substr(0, space));
    cells_[LastName] = full_name_.substr(space + 1);
  }

  std::vector<std::string> cells_ = std::vector<std::string>(ColumnCount);
  std::vector<KindValue> emails_, phones_;
  std::string full_name_, role_;
  bool has_address_ = false, address_is_work_ = false;
};

}  // namespace

const std::vector<std::string>& vcard_columns() {
  static const std::vector<std::string> columns = {"first_name",
                                                   "middle_name",
                                                   "last_name",
                                                   "job_title",
                                                   "company",
                                                   "department",
                                                   "emails",
                                                   "phones",
                                                   "birthday",
                                                   "address.street",
                                                   "address.city",
                                                   "address.region",
                                                   "address.postal_code",
                                                   "address.country",
                                                   "website",
                                                   "description"};
  return columns;
}

VCardSource::VCardSource(const std::filesystem::path& path, std::optional<Encoding> encoding)
    : text_(path, encoding ? *encoding : detect_encoding(path)) {}

// One line without its end; false at the end of the file.
bool VCardSource::read_line(std::string& line) {
  for (;;) {
    auto end = buffer_.find_first_of("\r\n", pos_);
    bool complete = end != std::string::npos && (buffer_[end] == '\n' || end + 1 < buffer_.size());
    if (complete || (text_.stop() != TextSource::Stop::No && pos_ < buffer_.size())) {
      line.assign(buffer_, pos_, end == std::string::npos ? end : end - pos_);
      pos_ = end == std::string::npos ? buffer_.size() : end + 1;
      if (end != std::string::npos && buffer_[end] == '\r' && pos_ < buffer_.size() &&
          buffer_[pos_] == '\n')
        ++pos_;
      ++line_;
      return true;
    }
    if (text_.stop() != TextSource::Stop::No) break;
    buffer_.erase(0, pos_);
    pos_ = 0;
    if (buffer_.size() > base::limits::kCellBytes) {
      refuse_file("cell_too_long", {{"line", std::to_string(line_ + 1)},
                                    {"column", "1"},
                                    {"max", std::to_string(base::limits::kCellBytes)}});
    }
    auto have = buffer_.size();
    buffer_.resize(have + kPieceBytes);
    buffer_.resize(have + text_.read(buffer_.data() + have, kPieceBytes));
  }
  if (text_.stop() == TextSource::Stop::End) return false;
  bool nul = text_.stop() == TextSource::Stop::Nul;
  refuse_file(nul ? "file_binary" : "file_encoding",
              {{"line", std::to_string(line_ + 1)},
               {"column", "1"},
               {"encoding", std::string(name_of(text_.encoding()))}});
}

// A line with all that is folded under it.
bool VCardSource::read_property(std::string& line) {
  if (ahead_) {
    line = std::move(*ahead_);
    ahead_.reset();
  } else if (!read_line(line)) {
    return false;
  }
  bool skipped = is_skipped(line);
  bool quoted_printable = !skipped && is_quoted_printable(line);
  std::string more;
  while (read_line(more)) {
    bool soft = quoted_printable && line.ends_with('=');
    bool folded = more.starts_with(' ') || more.starts_with('\t');
    if (!soft && !folded) {
      ahead_ = std::move(more);
      break;
    }
    if (skipped) continue;
    if (soft) line.pop_back();
    line.append(more, !soft && folded ? 1 : 0);
    if (line.size() > base::limits::kCellBytes) {
      refuse_file("cell_too_long", {{"line", std::to_string(line_)},
                                    {"column", "1"},
                                    {"max", std::to_string(base::limits::kCellBytes)}});
    }
  }
  if (skipped) line.clear();
  return true;
}

bool VCardSource::next(Row& row) {
  row.types.clear();
  if (!began_) {
    began_ = true;
    row.line = 0;
    row.cells.assign(vcard_columns().begin(), vcard_columns().end());
    return true;
  }
  std::string line;
  std::int64_t begin = 0;
  int depth = 0;
  Card card;
  while (read_property(line)) {
    auto property = parse_property(line);
    auto word = base::fold(base::trim(property.value));
    if (property.name == "BEGIN" && word == "vcard") {
      if (++depth == 1) begin = line_ - (ahead_ ? 1 : 0);
    } else if (property.name == "END" && word == "vcard" && depth > 0) {
      if (--depth > 0) continue;
      cells_ = card.finish();
      row.line = begin;
      row.cells.assign(cells_.begin(), cells_.end());
      return true;
    } else if (depth == 1) {
      card.add(property);
    }
  }
  if (depth > 0) refuse_file("vcard_cut", {{"line", std::to_string(begin)}});
  return false;
}

}  // namespace rapport::imports
