#include <fcntl.h>
#include <unistd.h>

#include "base/text.h"
#include "http/answers/file_response.h"
#include "http/routes/record_request.h"
#include "http/routes/record_routes.h"
#include "http/routes/system_routes.h"
#include "imports/imports.h"
#include "records/changes.h"

namespace rapport::http::system_api {

using base::ErrorKind;
using base::Id;
using records::RecordService;
using schema::Cell;
using storage::Transaction;

namespace {

// Content lies under its random id, never under a name from outside.
std::filesystem::path content_path(const Call& call, const Id& id) {
  return call.context.services->imports->path_of_file(id);
}

std::string file_name_of(const Call& call) {
  std::string name(base::trim(call.request.find_query("name").value_or("")));
  auto slash = name.find_last_of("/\\");
  if (slash != std::string::npos) name = name.substr(slash + 1);
  if (name.empty() || !base::is_valid_utf8(name))
    base::fail(ErrorKind::Malformed, "required", "name");
  for (char c : name)
    if (static_cast<unsigned char>(c) < ' ')
      base::fail(ErrorKind::Malformed, "invalid_text", "name");
  return std::string(base::prefix_of(name, base::limits::kTextChars));
}

// The file's record is made by the program; only what it hangs on is the caller's wish, and is
// checked.
void set_file_fields(const Call& call, records::Changes& changes, const schema::EntityDef& files,
                     std::uint64_t size) {
  changes.set(files, "name", file_name_of(call));
  auto type = call.request.headers.find("Content-Type");
  changes.set(files, "media_type",
              std::string(type.empty() ? "application/octet-stream" : type.substr(0, 150)));
  changes.set(files, "size", static_cast<std::int64_t>(size));
}

std::optional<records::Reference> related_of(const Call& call) {
  auto id_text = call.request.find_query("related");
  if (!id_text || id_text->empty()) return std::nullopt;
  auto id = Id::parse(*id_text);
  if (!id) base::fail(ErrorKind::Malformed, "not_an_id", "related");
  return records::Reference{std::string(call.request.find_query("related_entity").value_or("")),
                            *id};
}

// Content at its place for good: on disk before its record is, gone when there comes no record.
class StoredContent {
 public:
  explicit StoredContent(std::filesystem::path path) : path_(std::move(path)) {}
  ~StoredContent() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(path_, ignored);
  }
  StoredContent(const StoredContent&) = delete;

  // Throws: Error{Unavailable} when the disk will not have it.
  void take(const std::filesystem::path& from) {
    std::filesystem::create_directories(path_.parent_path());
    flush(from);
    std::filesystem::rename(from, path_);
    flush(path_.parent_path());
  }
  void keep() { kept_ = true; }

 private:
  static void flush(const std::filesystem::path& path) {
    int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!flushed) base::fail(ErrorKind::Unavailable, "storage_failed");
  }

  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace

Response upload_file(const Call& call) {
  allow_parameters(call, {"name", "related", "related_entity"});
  auto context = context_of(call);
  const auto& files = context.entity("files");
  if (!call.request.body_file) base::fail(ErrorKind::Malformed, "required", "body");
  records::Changes changes;
  changes.id = context.new_id();
  set_file_fields(call, changes, files, std::filesystem::file_size(*call.request.body_file));
  if (auto related = related_of(call)) {
    records::FieldChange change{&files.field("related"), {Cell(related->id), {}}};
    if (!related->entity.empty()) change.cells[1] = related->entity;
    changes.fields.push_back(std::move(change));
  }
  StoredContent content(content_path(call, *changes.id));
  content.take(*call.request.body_file);
  Response response;
  call.context.services->database->write([&](Transaction& transaction) {
    RecordService(transaction, context).create(files, changes);
    std::int64_t version = 0;
    auto body = records::record_json(transaction, context, files, *changes.id, {}, &version);
    response = record_response(std::move(body), version, 201);
  });
  content.keep();
  response.headers.add("Location", "/api/v1/files/" + changes.id->text());
  return response;
}

// The content, but the record for who asks for JSON by name.
Response get_file(const Call& call) {
  auto accept = call.request.headers.find("Accept");
  bool wants_record = accept.starts_with("application/json") || call.request.find_query("fields");
  if (!wants_record) return file_content(call);
  PathParameters parameters{{"entity", "files"}, {"id", std::string(call.parameter("id"))}};
  return records_api::get({call.request, call.context, parameters});
}

// By the right to the file's record, and to the record that it hangs on.
Response file_content(const Call& call) {
  auto context = context_of(call);
  auto id = id_of(call);
  std::string name, media_type;
  std::uint64_t size = 0;
  call.context.services->database->read([&](Transaction& transaction) {
    RecordService service(transaction, context);
    auto file = service.load(context.entity("files"), id, access::Action::Read);
    if (auto related = file.reference("related"))
      service.load(context.entity(related->entity), related->id, access::Action::Read);
    name = file.title();
    size = static_cast<std::uint64_t>(file.integer("size").value_or(0));
    media_type = file.text("media_type").value_or("application/octet-stream");
  });
  ServedFile served;
  served.path = content_path(call, id);
  served.size = size;
  served.content_type = media_type;
  served.name = name;
  served.tag = id.text();
  return file_response(call.request, served);
}

}  // namespace rapport::http::system_api
