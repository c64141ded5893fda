#include "http/answers/security_headers.h"

namespace rapport::http {
namespace {

// Styles inline: the UI library writes style elements; scripts never. Frames of blob: show a PDF
// that the page itself has read; what is in one is under this policy too.
constexpr std::string_view kPagePolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-src blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr std::string_view kOtherPolicy = "default-src 'none'; frame-ancestors 'none'";

// Whether a page that is not ours may hold the window that this is shown in. By the browser's own
// word, which no script can set; one that says nothing is not trusted (docs/decisions/0044).
bool may_have_foreign_opener(const Request& request) {
  const auto site = request.headers.find("Sec-Fetch-Site");
  return site != "none" && site != "same-origin";
}

}  // namespace

void add_security_headers(Response& response, const Request& request,
                          std::string_view public_origin) {
  auto& headers = response.headers;
  const bool is_page = response.content_type.starts_with("text/html");
  headers.add_default("Content-Security-Policy", is_page ? kPagePolicy : kOtherPolicy);
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("X-Frame-Options", "DENY");
  headers.add("Referrer-Policy", "same-origin");
  headers.add("Cross-Origin-Opener-Policy",
              may_have_foreign_opener(request) ? "same-origin" : "unsafe-none");
  if (is_page) headers.add("Vary", "Sec-Fetch-Site");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  if (public_origin.starts_with("https://")) {
    headers.add("Strict-Transport-Security", "max-age=31536000");
  }
}

}  // namespace rapport::http
