#include "access/outside/jose.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <memory>

#include "base/error.h"

namespace rapport::access::jose {

namespace json = base::json;

namespace {

constexpr std::size_t kTokenBytes = 64 * 1024, kSignatureHalf = 32;
constexpr int kLeastRsaBits = 2048;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

struct Parts {
  std::string_view signed_text;
  json::object header, claims;
  std::string signature;
};

std::optional<json::object> object_of(std::string_view encoded) {
  auto text = from_base64url(encoded);
  if (!text) return std::nullopt;
  try {
    auto value = base::parse_json(*text);
    if (value.is_object()) return value.get_object();
  } catch (const base::Error&) {
    // No JSON is no token.
  }
  return std::nullopt;
}

std::optional<Parts> parts_of(std::string_view token) {
  if (token.size() > kTokenBytes) return std::nullopt;
  auto first = token.find('.');
  auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  auto header = object_of(token.substr(0, first));
  auto claims = object_of(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Parts{token.substr(0, second), std::move(*header), std::move(*claims),
               std::move(*signature)};
}

Key key_from(const char* kind, OSSL_PARAM* parameters) {
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    return nullptr;
  return Key(key);
}

Number number_of(std::string_view encoded) {
  auto bytes = from_base64url(encoded);
  if (!bytes || bytes->empty()) return nullptr;
  return Number(BN_bin2bn(bytes_of(*bytes), static_cast<int>(bytes->size()), nullptr));
}

Key rsa_key(const json::object& jwk) {
  auto modulus = number_of(text_of(jwk, "n")), exponent = number_of(text_of(jwk, "e"));
  Builder builder(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !builder || BN_num_bits(modulus.get()) < kLeastRsaBits ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()))
    return nullptr;
  Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return key_from("RSA", parameters.get());
}

Key ec_key(const json::object& jwk) {
  auto x = from_base64url(text_of(jwk, "x")), y = from_base64url(text_of(jwk, "y"));
  if (text_of(jwk, "crv") != "P-256" || !x || !y || x->size() != kSignatureHalf ||
      y->size() != kSignatureHalf)
    return nullptr;
  std::string point = "\x04" + *x + *y;
  std::string curve = "P-256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  return key_from("EC", parameters);
}

// Two numbers side by side, as JOSE writes them → ASN.1, as OpenSSL reads them.
std::string der_signature(std::string_view raw) {
  if (raw.size() != 2 * kSignatureHalf) return {};
  Signature signature(ECDSA_SIG_new());
  auto* r = BN_bin2bn(bytes_of(raw), kSignatureHalf, nullptr);
  auto* s = BN_bin2bn(bytes_of(raw) + kSignatureHalf, kSignatureHalf, nullptr);
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r, s) != 1) return {};
  unsigned char* der = nullptr;
  int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

bool is_signed_by(EVP_PKEY* key, std::string_view algorithm, const Parts& parts) {
  Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  if (!digest || EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, key) != 1)
    return false;
  if (algorithm == "PS256" &&
      (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  auto signature = algorithm == "ES256" ? der_signature(parts.signature) : parts.signature;
  return !signature.empty() &&
         EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(),
                          bytes_of(parts.signed_text), parts.signed_text.size()) == 1;
}

// Null: the key is not of the algorithm's kind, or for something else.
Key key_of(const json::object& jwk, std::string_view algorithm) {
  auto use = text_of(jwk, "use"), own = text_of(jwk, "alg");
  if ((!use.empty() && use != "sig") || (!own.empty() && own != algorithm)) return nullptr;
  if (algorithm == "ES256") return text_of(jwk, "kty") == "EC" ? ec_key(jwk) : nullptr;
  if (algorithm != "RS256" && algorithm != "PS256") return nullptr;
  return text_of(jwk, "kty") == "RSA" ? rsa_key(jwk) : nullptr;
}

std::string to_base64(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();
  return text;
}

}  // namespace

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  return to_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(std::string_view bytes) {
  return to_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string sha256(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), bytes_of(bytes),
                     bytes.size());
  return digest;
}

std::optional<std::string> key_id_of(std::string_view token) {
  auto parts = parts_of(token);
  if (!parts) return std::nullopt;
  return std::string(text_of(parts->header, "kid"));
}

std::optional<json::object> verified_claims(std::string_view token, const json::value& keys) {
  auto parts = parts_of(token);
  // "crit" names extensions that must be understood, and none is.
  if (!parts || parts->header.contains("crit")) return std::nullopt;
  const auto* list = keys.is_object() ? keys.get_object().if_contains("keys") : nullptr;
  if (!list || !list->is_array()) return std::nullopt;
  const auto algorithm = text_of(parts->header, "alg"), wanted = text_of(parts->header, "kid");
  for (const auto& each : list->get_array()) {
    if (!each.is_object()) continue;
    const auto& jwk = each.get_object();
    if (!wanted.empty() && text_of(jwk, "kid") != wanted) continue;
    auto key = key_of(jwk, algorithm);
    if (key && is_signed_by(key.get(), algorithm, *parts)) return std::move(parts->claims);
  }
  return std::nullopt;
}

}  // namespace rapport::access::jose
