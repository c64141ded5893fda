#include "http/routes/sign_in/sign_in_request.h"

#include "base/error.h"
#include "http/services.h"
#include "http/session_cookie.h"

namespace rapport::http {

using base::ErrorKind;

std::string text_of(const base::json::value& body, std::string_view name, Presence presence) {
  const auto* value = body.is_object() ? body.get_object().if_contains(name) : nullptr;
  if (value && !value->is_null() && !value->is_string())
    base::fail(ErrorKind::Invalid, "wrong_type", std::string(name), {{"expected", "string"}});
  std::string text = value && value->is_string() ? std::string(value->get_string()) : std::string();
  if (presence == Presence::Required && text.empty())
    base::fail(ErrorKind::Invalid, "required", std::string(name));
  return text;
}

access::SignIn& sign_in_of(const Call& call) { return *call.context.services->sign_in; }
access::SignInStores& stores_of(const Call& call) { return sign_in_of(call).stores(); }

access::Origin origin_of(const Call& call) {
  return {call.request.remote_address, call.request.headers.find("User-Agent"),
          call.request.cookie(kDeviceCookie)};
}

}  // namespace rapport::http
