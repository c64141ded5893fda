// TextIndex: documents found by the tokens in them, kept in a file of its own beside the database.
// What it holds is derived: it may be lost or thrown away at any time and made anew. The tokens
// themselves, ranking and rights are search/'s.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace rapport::storage {

inline constexpr int kTextColumns = 17;

struct TextDocument {
  std::int64_t number = 0;  // chosen by the caller; found from the least up
  base::Id record;
  std::vector<std::string> columns;  // tokens separated by spaces; at most kTextColumns
};

// Found when all tokens are in the columns asked for.
struct TextTerm {
  std::vector<std::string> all_of;
  // Only with kShortestPrefix to kLongestPrefix characters, of tokens found by such beginnings.
  bool last_is_prefix = false;
};
inline constexpr std::size_t kShortestPrefix = 2, kLongestPrefix = 4;

struct TextGroup {
  std::vector<TextTerm> any_of;
  std::uint32_t columns = 0;  // a bit for each
};

struct TextQuery {
  std::vector<TextGroup> all_of;
  std::int64_t from = 0, until = 0;  // numbers, both included
  std::size_t limit = 0;
};

// A word of the vocabulary.
struct TextWord {
  int kind = 0;
  std::string text;
};

// One step of writing: all of it is there afterwards or nothing.
struct TextBatch {
  std::vector<TextDocument> put;     // replaces documents of the same number
  std::vector<std::int64_t> remove;  // numbers; those that are not there are passed over
  std::vector<TextWord> words;       // those that are new are kept
  std::string old_state, new_state;
};

// A consistent view of the index. Throws: TextIndexDamaged.
class TextReader {
 public:
  virtual ~TextReader() = default;
  // What the last writer left as `new_state`; empty when nothing was ever written.
  virtual std::string state() = 0;
  // Numbers of documents, least first. Cost: follows the shortest list of an all_of; a limit
  // ends it early.
  virtual std::vector<std::int64_t> match(const TextQuery& query) = 0;
  virtual std::vector<std::int64_t> documents_of(const base::Id& record) = 0;
  // What was stored of a document's first column; empty when there is no such document.
  virtual std::string first_column(std::int64_t number) = 0;
  virtual bool has_word(int kind, std::string_view word) = 0;
  // In alphabetical order.
  virtual std::vector<std::string> words_beginning(int kind, std::string_view prefix,
                                                   std::size_t limit) = 0;
  virtual std::vector<std::string> words_by_key(std::int64_t key) = 0;
};

// The file cannot be read as an index; reset() helps.
struct TextIndexDamaged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Compaction { Whole, WhatIsNew };

// Threads: safe. Lifetime: outlives the work of its readers.
class TextIndex {
 public:
  virtual ~TextIndex() = default;
  virtual void read(const std::function<void(TextReader&)>& work) = 0;
  // False, and nothing is written, when the state is no longer batch.old_state: somebody else,
  // another process even, has written. A crash of the machine may lose the last batches, in order.
  virtual bool write(const TextBatch& batch) = 0;
  // A piece of tidying up that makes matching faster; false when there is nothing left to do.
  // Whole: all becomes one piece, and is written anew for that. What is new: pieces of like size
  // are put together, which costs a few times what they hold.
  virtual bool compact(Compaction what) = 0;
  // Throws everything away.
  virtual void reset() = 0;
};

// Lengths of the beginnings by which a token is found, in characters, both included.
struct PrefixLengths {
  std::size_t from = 1, to = 0;  // none
};

struct TextIndexOptions {
  std::string path;
  int readers = 4;
  int kind_with_keys = 0;  // words of this kind are found by keys too
  std::vector<std::int64_t> (*keys_of)(std::string_view word) = nullptr;
  // Words of this kind are very many, each in few texts: to store one costs next to nothing, to
  // look one up ten times as much as one of another kind.
  int kind_of_many = -1;
  // Within kShortestPrefix to kLongestPrefix, which stand for all tokens without it. Each beginning
  // costs as much as a token.
  PrefixLengths (*prefixes_of)(std::string_view token) = nullptr;
};

// Creates the file when it is missing, damaged or of another layout.
// Throws: Error{Unavailable} when it cannot.
std::unique_ptr<TextIndex> open_text_index(const TextIndexOptions& options);

}  // namespace rapport::storage
