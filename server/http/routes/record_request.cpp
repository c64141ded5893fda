#include "http/routes/record_request.h"

#include "base/text.h"
#include "http/routes/audit/told.h"
#include "records/requests/idempotency.h"

namespace rapport::http {

using base::ErrorKind;
using records::ListRequest;
namespace json = base::json;

records::Context context_of(const Call& call, std::string source) {
  return call.context.services->context(call.context.actor, std::move(source));
}

const schema::EntityDef& entity_of(const Call& call, const records::Context& context) {
  return context.entity(call.parameter("entity"));
}

base::Id id_of(const Call& call, std::string_view parameter) {
  auto id = base::Id::parse(call.parameter(parameter));
  if (!id) base::fail(ErrorKind::NotFound, "not_found");
  return *id;
}

json::value body_of(const Call& call) {
  return base::parse_json(call.request.body);
}

std::size_t parse_limit(std::string_view text) {
  std::size_t limit = 0;
  bool number = !text.empty() && text.size() < 6;
  for (char c : text) {
    number = number && c >= '0' && c <= '9';
    limit = limit * 10 + static_cast<std::size_t>(c - '0');
  }
  if (!number)
    base::fail(ErrorKind::Malformed, "out_of_range", "limit",
               {{"min", "1"}, {"max", std::to_string(base::limits::kPageMax)}});
  return limit;
}

std::size_t page_size_of(const Call& call, std::size_t otherwise) {
  auto text = call.query("limit");
  auto limit = text ? parse_limit(*text) : otherwise;
  if (limit < 1 || limit > base::limits::kPageMax)
    base::fail(ErrorKind::Malformed, "out_of_range", "limit",
               {{"min", "1"}, {"max", std::to_string(base::limits::kPageMax)}});
  return limit;
}

namespace {

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  for (auto& word : base::split(list, ','))
    if (auto trimmed = base::trim(word); !trimmed.empty()) words.emplace_back(trimmed);
  return words;
}

bool parse_count(std::string_view text) {
  if (text != "exact" && text != "none")
    base::fail(ErrorKind::Malformed, "wrong_value", "count",
               {{"label", "count"}, {"value", std::string(text)}, {"expected", "exact, none"}});
  return text == "exact";
}

}  // namespace

ListRequest list_request_of(const Call& call) {
  ListRequest request;
  for (const auto& [name, value] : call.request.query) {
    if (name == "filter" && !value.empty())
      request.filter = base::parse_json(value);
    else if (name == "q")
      request.q = base::prefix_of(value, base::limits::kSearchQueryChars);
    else if (name == "sort")
      request.sort = words_of(value);
    else if (name == "fields")
      request.fields = words_of(value);
    else if (name == "limit")
      request.limit = parse_limit(value);
    else if (name == "cursor")
      request.cursor = value;
    else if (name == "count")
      request.count = parse_count(value);
    else if (name == "deleted")
      request.deleted = value == "true";
  }
  return request;
}

namespace {

std::vector<std::string> text_list(const json::value& value, const std::string& place) {
  if (value.is_string()) return words_of(value.get_string());
  std::vector<std::string> words;
  bool ok = value.is_array();
  if (ok)
    for (const auto& item : value.get_array()) {
      ok = ok && item.is_string();
      if (ok) words.emplace_back(item.get_string());
    }
  if (!ok) base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "array"}});
  return words;
}

std::string text_member(const json::value& value, const std::string& place) {
  if (value.is_null()) return {};
  if (!value.is_string())
    base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "string"}});
  return std::string(value.get_string());
}

}  // namespace

ListRequest list_request_of(const json::value& body) {
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  ListRequest request;
  for (const auto& [key, value] : body.get_object()) {
    std::string name(key);
    if (name == "filter")
      request.filter = value;
    else if (name == "q")
      request.q = base::prefix_of(text_member(value, name), base::limits::kSearchQueryChars);
    else if (name == "sort")
      request.sort = text_list(value, name);
    else if (name == "fields")
      request.fields = text_list(value, name);
    else if (name == "limit")
      request.limit = parse_limit(json::serialize(value));
    else if (name == "cursor")
      request.cursor = text_member(value, name);
    else if (name == "count")
      request.count = parse_count(text_member(value, name));
    else if (name == "deleted")
      request.deleted = value.is_bool() && value.get_bool();
    else
      base::fail(ErrorKind::Malformed, "unknown_member", name, {{"member", name}});
  }
  return request;
}

std::optional<std::int64_t> expected_version_of(const Call& call) {
  auto text = call.request.headers.find("If-Match");
  if (text.empty() || text == "*") return std::nullopt;
  if (text.starts_with("W/")) text.remove_prefix(2);
  bool ok = text.size() > 2 && text.size() < 21 && text.front() == '"' && text.back() == '"';
  std::int64_t version = 0;
  for (char c : ok ? text.substr(1, text.size() - 2) : std::string_view()) {
    ok = ok && c >= '0' && c <= '9';
    version = version * 10 + (c - '0');
  }
  if (!ok)
    base::fail(ErrorKind::Malformed, "bad_parameter", "If-Match", {{"parameter", "If-Match"}});
  return version;
}

records::OnDuplicate on_duplicate_of(const Call& call) {
  auto word = call.query("duplicates");
  if (!word) return records::OnDuplicate::Report;
  if (*word == "create") return records::OnDuplicate::Create;
  if (*word == "skip") return records::OnDuplicate::Skip;
  if (*word == "update") return records::OnDuplicate::Update;
  base::fail(ErrorKind::Malformed, "wrong_value", "duplicates",
             {{"label", "duplicates"},
              {"value", std::string(*word)},
              {"expected", "create, skip, update"}});
}

Response record_response(std::string body, std::int64_t version, int status) {
  auto response = json_response(std::move(body), status);
  response.headers.add("ETag", "\"" + std::to_string(version) + "\"");
  return response;
}

Response write_once(const Call& call, const records::Context& context, const WriteWork& work) {
  Response response;
  std::string key(call.request.headers.find("Idempotency-Key"));
  std::string request = std::string(name_of(call.request.method)) + " " + call.request.target +
                        "\n" + call.request.body;
  call.context.services->database->write([&](storage::Transaction& transaction) {
    if (!key.empty()) {
      if (auto stored = records::find_answer(transaction, context, key, request)) {
        response = record_response(std::move(stored->body), stored->version, stored->status);
        if (!stored->location.empty()) response.headers.add("Location", stored->location);
        response.headers.add("Idempotency-Replayed", "true");
        return;
      }
    }
    response = work(transaction);
    if (key.empty()) return;
    records::StoredAnswer answer{response.status, response.body,
                                 std::string(response.headers.find("Location")), 0};
    auto etag = response.headers.find("ETag");
    if (etag.size() > 2) answer.version = std::stoll(std::string(etag.substr(1)));
    records::store_answer(transaction, context, key, request, answer);
  });
  call.context.services->views->called(visitor_of(call), context.now);
  return response;
}

}  // namespace rapport::http
