#include "imports/links/near_names.h"

#include <algorithm>

#include "base/text.h"
#include "imports/columns/vocabulary.h"
#include "records/match_keys.h"

namespace rapport::imports {

namespace {

using Letters = std::u32string;

constexpr std::size_t kPieces = 3;
constexpr std::size_t kOneOffFrom = 4, kTwoOffFrom = 9;

Letters letters_of(std::string_view text) {
  Letters letters;
  while (!text.empty()) {
    auto one = base::prefix_of(text, 1);
    char32_t code = static_cast<unsigned char>(one[0]);
    for (std::size_t i = 1; i < one.size(); ++i)
      code = (code << 8) | static_cast<unsigned char>(one[i]);
    letters += code;
    text.remove_prefix(one.size());
  }
  return letters;
}

std::size_t hash_of(std::u32string_view letters, std::size_t salt) {
  return std::hash<std::u32string_view>{}(letters) ^ (salt * 0x9E3779B97F4A7C15ULL);
}

// A name's pieces: an edit or two leave one of three as it is.
std::size_t piece_begin(std::size_t length, std::size_t piece) { return length * piece / kPieces; }
std::size_t piece_salt(std::size_t length, std::size_t piece) { return length * kPieces + piece; }

int limit_for(std::size_t length) {
  return length < kOneOffFrom ? 0 : length < kTwoOffFrom ? 1 : 2;
}

Letters digits_of(const Letters& letters) {
  Letters digits;
  for (auto c : letters)
    if (c >= U'0' && c <= U'9') digits += c;
  return digits;
}

// Optimal string alignment: a swap of neighbours is one edit.
bool is_within(const Letters& a, const Letters& b, int limit) {
  std::vector<int> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      int change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return false;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()] <= limit;
}

}  // namespace

Letters NearNames::squeezed(std::string_view name) const {
  if (of_ == Of::Things) return letters_of(squeezed_name(name));
  auto folded = plain_name(name);
  auto skeleton = of_ == Of::People ? records::person_skeleton(folded)
                                    : records::company_skeleton(folded);
  std::erase(skeleton, ' ');
  return letters_of(skeleton);
}

void NearNames::add(std::string_view name, const base::Id& id) {
  auto letters = squeezed(name);
  auto length = letters.size();
  auto number = static_cast<std::uint32_t>(entries_.size());
  std::u32string_view view(letters);
  whole_.emplace(hash_of(view, 0), number);
  for (std::size_t piece = 0; piece < kPieces && length >= kPieces; ++piece) {
    auto begin = piece_begin(length, piece), end = piece_begin(length, piece + 1);
    pieces_.emplace(hash_of(view.substr(begin, end - begin), piece_salt(length, piece)), number);
  }
  entries_.push_back({std::move(letters), id});
}

NameFound NearNames::same(std::string_view name) const {
  auto letters = squeezed(name);
  NameFound found;
  if (letters.empty()) return found;
  auto [from, until] = whole_.equal_range(hash_of(letters, 0));
  for (auto it = from; it != until; ++it) {
    const auto& entry = entries_[it->second];
    if (entry.letters != letters || (found.how == NameFound::How::One && entry.id == found.id))
      continue;
    if (found.how == NameFound::How::One) return {NameFound::How::Several, {}};
    found = {NameFound::How::One, entry.id};
  }
  return found;
}

void NearNames::collect(const Letters& name, std::size_t length, int limit,
                        std::vector<const Entry*>& found) const {
  std::u32string_view view(name);
  for (std::size_t piece = 0; piece < kPieces; ++piece) {
    auto begin = piece_begin(length, piece), size = piece_begin(length, piece + 1) - begin;
    for (int shift = -limit; shift <= limit; ++shift) {
      auto at = static_cast<std::ptrdiff_t>(begin) + shift;
      if (at < 0 || static_cast<std::size_t>(at) + size > view.size()) continue;
      auto part = view.substr(static_cast<std::size_t>(at), size);
      auto [from, until] = pieces_.equal_range(hash_of(part, piece_salt(length, piece)));
      for (auto it = from; it != until; ++it) found.push_back(&entries_[it->second]);
    }
  }
}

NameFound NearNames::near(std::string_view name) const {
  auto letters = squeezed(name);
  int limit = limit_for(letters.size());
  NameFound found;
  if (limit == 0) return found;
  std::vector<const Entry*> candidates;
  auto reach = static_cast<std::size_t>(limit);
  for (auto length = letters.size() - reach; length <= letters.size() + reach; ++length)
    if (length >= kPieces) collect(letters, length, limit, candidates);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  auto digits = digits_of(letters);
  for (const auto* entry : candidates) {
    if (digits_of(entry->letters) != digits || !is_within(letters, entry->letters, limit)) continue;
    if (found.how == NameFound::How::One && entry->id == found.id) continue;
    if (found.how == NameFound::How::One) return {NameFound::How::Several, {}};
    found = {NameFound::How::One, entry->id};
  }
  return found;
}

}  // namespace rapport::imports
