// Frames of a WebSocket and forms with a file: however the bytes are cut, the events are the same.
#include <sstream>

#include "http/routes/multipart.h"
#include "http/transport/websocket_frames.h"
#include "input.h"

using namespace rapport;
using http::transport::FrameKind;

namespace {

std::string events_of(std::string_view bytes, std::size_t piece) {
  http::transport::FrameReader reader;
  std::string events;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    auto input = bytes.substr(at, piece);
    while (!input.empty()) {
      auto event = reader.next(input);
      if (event.kind == FrameKind::NeedsMore) continue;
      events += std::to_string(static_cast<int>(event.kind)) + event.payload;
      if (event.kind == FrameKind::Violation || event.kind == FrameKind::Close) return events;
    }
  }
  return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  auto piece = 1 + input.choice(32);
  fuzz::must(events_of(input.rest(), input.rest().size() + 1) == events_of(input.rest(), piece));
  std::istringstream body{std::string(input.rest())};
  std::ostringstream content;
  fuzz::passes([&] {
    auto form = http::read_form("multipart/form-data; boundary=b", body, content);
    fuzz::must(form.size == content.str().size());
  });
  return 0;
}
