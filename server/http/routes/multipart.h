// A form with one file (multipart/form-data), taken apart as it is read: the file's content goes to
// a file of its own, piece by piece, and only the small fields beside it are held in memory.
// Not here: what the file and the fields mean (file_routes.cpp).
// Source: RFC 7578; RFC 2046, section 5.1; RFC 8187 for filename*.
#pragma once
#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rapport::http {

struct Form {
  std::string file_name;  // as sent, a folder before it and all; empty when the form names none
  std::string media_type;
  std::uint64_t size = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // text fields, in order

  // The first field of this name.
  std::optional<std::string_view> find(std::string_view name) const;
};

bool is_form(std::string_view content_type);

// Reads the form out of `body` and writes its file's content to `content`.
// Throws: Error{Malformed} "form_boundary" (none, or not a permitted one), "form_cut" (ends before
// its last boundary), "form_part" (a part whose headers make no sense), "form_no_file",
// "form_two_files"; Error{TooLarge} for large headers, fields, or too many of them;
// Error{UnsupportedMedia} for a part in a transfer encoding; Error{Unavailable} when the disk is
// full.
// Limits: limits::kFormHeaderBytes, kFormFieldBytes, kFormFields. Cost: one piece in memory.
Form read_form(std::string_view content_type, std::istream& body, std::ostream& content);

}  // namespace rapport::http
