#include "storage/postgres/dialect.h"

#include <cstdio>

#include "base/text.h"

namespace rapport::storage::postgres {

namespace {

std::string contains_sql(const std::string& haystack, const std::string& needle) {
  // As a pattern, since only patterns are found by an index of trigrams.
  return haystack + " LIKE '%'||replace(replace(replace(" + needle +
         R"(,'\','\\'),'%','\%'),'_','\_')||'%')";
}

std::string starts_sql(const std::string& haystack, const std::string& needle) {
  return haystack + " ^@ " + needle;
}

// The needle is bound once only, so its length is not asked for.
std::string ends_sql(const std::string& haystack, const std::string& needle) {
  return "reverse(" + haystack + ") ^@ reverse(" + needle + ")";
}

std::string id_sql(const base::Id& id) { return "'" + id.text() + "'::uuid"; }

// timestamptz keeps whole microseconds, but is made of them by way of a double; days and the rest
// of a day are exact.
std::string local_time_sql(const std::string& instant, const std::string& zone_literal) {
  return "(extract(epoch FROM (timestamptz 'epoch'+" + instant +
         "*interval '1 microsecond') AT TIME ZONE " + zone_literal + ")*1000000)::bigint";
}

std::string period_sql(Transform transform, const std::string& inner, bool is_instant) {
  std::string time = "(timestamp 'epoch'+" + inner +
                     (is_instant ? "*interval '1 microsecond')" : "*interval '1 day')");
  auto shown = [&](const char* pattern) { return "to_char(" + time + ",'" + pattern + "')"; };
  switch (transform) {
    case Transform::Day:
      return shown("YYYY-MM-DD");
    case Transform::Week:  // the Monday
      return "to_char(date_trunc('week'," + time + "),'YYYY-MM-DD')";
    case Transform::Month:
      return shown("YYYY-MM");
    case Transform::Quarter:
      return shown("YYYY-\"Q\"Q");
    default:
      return shown("YYYY");
  }
}

std::string literal(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

std::string utf8(char32_t c) {
  std::string out;
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
  } else {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  return out += static_cast<char>(0x80 | (c & 0x3F));
}

// What a letter becomes between letters, where white space is not trimmed.
std::string folded_inside(const std::string& letter) {
  const auto folded = base::fold("1" + letter + "1");
  return folded.substr(1, folded.size() - 2);
}

// Letters of base::fold, each by itself.
struct Folding {
  std::string from, to, dropped, spaces;
  std::string replaced_before, replaced_after;  // around the text: those that become several
};

Folding folding() {
  Folding all;
  for (char32_t c = 0x80; c <= 0xFFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    auto letter = utf8(c);
    auto folded = folded_inside(letter);
    if (folded == letter) continue;
    if (folded.empty()) {
      all.dropped += letter;
    } else if (folded == " ") {
      all.spaces += letter;
    } else if (base::length_of(folded) == 1) {
      all.from += letter;
      all.to += folded;
    } else {
      all.replaced_before += "replace(";
      all.replaced_after += "," + literal(letter) + "," + literal(folded) + ")";
    }
  }
  return all;
}

// The letters of most texts: ASCII, Cyrillic, and what stands for an apostrophe in Uzbek. Each
// stays one letter, and stays where it is.
struct CommonLetters {
  std::string all;       // as a class of a regular expression
  std::string from, to;  // those that become another
};

// `lowered`: capitals have become small already. The fewer are left the better: translate() looks
// through all of them.
CommonLetters common_letters(bool lowered) {
  constexpr std::u32string_view kCapitals = U"ЁЎҚҒҲІЇЄҐ", kOthers = U"ёўқғҳіїєґ`ʻʼ‘’«»№–—";
  CommonLetters common{"!-~", {}, {}};
  const auto take = [&](char32_t c, bool changes) {
    const auto letter = c < 0x80 ? std::string(1, static_cast<char>(c)) : utf8(c);
    const auto folded = folded_inside(letter);
    if (base::length_of(folded) != 1 || folded == " ") return;
    if (c >= 0x80) common.all += letter;
    if (folded == letter || !changes) return;
    common.from += letter;
    common.to += folded;
  };
  for (char32_t c : kOthers) take(c, true);
  for (char32_t c = U'а'; c <= U'я'; ++c) take(c, true);
  for (char32_t c = U'А'; c <= U'Я'; ++c) take(c, !lowered);
  for (char32_t c : kCapitals) take(c, !lowered);
  for (char32_t c = U'A'; c <= U'Z'; ++c) take(c, !lowered);
  return common;
}

}  // namespace

const Dialect& dialect() {
  static const Dialect table{
      "$",          "rapport_fold", "IS DISTINCT FROM", "IS NOT DISTINCT FROM",
      " NULLS FIRST", " NULLS LAST",  period_sql,         contains_sql,
      starts_sql,   ends_sql,       id_sql,             "",
      local_time_sql, "",             "",                 false};
  return table;
}

std::string kept_name(const std::string& name) {
  constexpr std::size_t kMost = 63;
  if (name.size() <= kMost) return name;
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (unsigned char c : name) hash = (hash ^ c) * 1099511628211ULL;
  char tail[20];
  std::snprintf(tail, sizeof tail, "_%016llx", static_cast<unsigned long long>(hash));
  return name.substr(0, kMost - 17) + tail;
}

// A list may be sorted by what it gives for each of a hundred thousand rows. Plain text passes
// untouched, and most of the rest is of a few letters: one is looked for among all that there are
// fifty times as long. In plpgsql, since a function in SQL is begun anew for each call.
// Letters with marks of their own are joined with them first, and Latin ones that could not be
// joined lose them.
std::string fold_function_sql(bool has_icu) {
  auto letters = folding();
  std::string upper, lower;
  for (char c = 'A'; c <= 'Z'; ++c) {
    upper += c;
    lower += static_cast<char>(c + 32);
  }
  std::string text = letters.replaced_before + "normalize(t,NFC)" + letters.replaced_after;
  text = "translate(" + text + "," + literal(upper + "`" + letters.from + letters.dropped) + "," +
         literal(lower + "'" + letters.to) + ")";
  text = "regexp_replace(" + text + R"(,'([a-z])[\u0300-\u036f\u0483-\u0489]+','\1','g'))";
  text = "btrim(regexp_replace(" + text + R"(,'[\x01-\x20\x7f)" + letters.spaces +
         "]+',' ','g'),' ')";
  const auto consists_of = [](const std::string& words) {
    return "t COLLATE \"C\" ~ '^" + words + "( " + words + ")*$'";
  };
  const auto common = common_letters(has_icu);
  const std::string small = has_icu ? "lower(t COLLATE \"und-x-icu\")" : "t";
  return "CREATE OR REPLACE FUNCTION rapport_fold(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE "
         "STRICT PARALLEL SAFE AS $fold$BEGIN IF " + consists_of(R"([!-@\[-_a-z{-~]+)") +
         " THEN RETURN t;ELSIF " + consists_of("[" + common.all + "]+") +
         " THEN RETURN translate(" + small + "," + literal(common.from) + "," + literal(common.to) +
         ");END IF;RETURN " + text + ";END$fold$";
}

}  // namespace rapport::storage::postgres
