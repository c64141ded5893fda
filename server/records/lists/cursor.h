// Cursor: the place in a list after which the next page begins, as an opaque text.
// Not here: how a page is found from it (storage/sql.cpp, keyset).
#pragma once
#include <string>
#include <vector>

#include "schema/cell.h"

namespace rapport::records {

// `shape` tells lists of different sort apart: a cursor of one is refused by another.
std::string encode_cursor(std::string_view shape, const std::vector<schema::Cell>& cells);
// Throws: Error{Malformed, "bad_cursor"}.
std::vector<schema::Cell> decode_cursor(std::string_view shape, std::size_t count,
                                        std::string_view cursor);

}  // namespace rapport::records
