// HTTPS end to end, with a certificate made on the spot.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>

#include "base/error.h"
#include "http/server.h"
#include "http/transport/loopback_client.h"

namespace rapport::http {
namespace {

class Greeter : public Responder {
 public:
  Admission admit(Request&) override { return {}; }
  Response refuse(Refusal, const Admission&, const Request*) override { return {}; }
  std::optional<Response> precheck(const Request&) override { return {}; }
  Response respond(Request&) override { return text_response(std::string(200'000, 's')); }
  PieceState next_piece(Response&, std::string&) override { return PieceState::Broken; }
  StreamOpening open_stream(const Request&) override { return {}; }
  bool deliver(StreamListener&, std::string_view) override { return false; }
  bool begin(StreamListener&, std::shared_ptr<StreamSession>) override { return false; }
  void end(StreamListener&) override {}
};

void write_certificate(const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  FILE* out = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(out, certificate);
  std::fclose(out);
  out = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

// One HTTPS request; the whole answer, empty when the handshake fails.
std::string ask(std::uint16_t port, int highest_version) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_max_proto_version(context, highest_version);
  BIO* connection = BIO_new_connect(("127.0.0.1:" + std::to_string(port)).c_str());
  SSL* ssl = SSL_new(context);
  std::string answer;
  if (BIO_do_connect(connection) == 1) {
    BIO_up_ref(connection);
    SSL_set_bio(ssl, connection, connection);
    const std::string request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    if (SSL_connect(ssl) == 1) {
      SSL_write(ssl, request.data(), static_cast<int>(request.size()));
      char bytes[16'384];
      int count = 0;
      while ((count = SSL_read(ssl, bytes, sizeof bytes)) > 0) answer.append(bytes, count);
      EXPECT_EQ(SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
    }
  }
  SSL_free(ssl);
  BIO_free_all(connection);
  SSL_CTX_free(context);
  return answer;
}

class TlsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto folder = std::filesystem::temp_directory_path();
    options.certificate_file = folder / ("rapport_tls_" + std::to_string(::getpid()) + ".crt");
    options.key_file = folder / ("rapport_tls_" + std::to_string(::getpid()) + ".key");
    options.port = 0;
    write_certificate(options.certificate_file, options.key_file);
  }
  void TearDown() override {
    std::filesystem::remove(options.certificate_file);
    std::filesystem::remove(options.key_file);
  }
  Greeter greeter;
  ServerOptions options;
};

TEST_F(TlsTest, SpeaksModernVersionsOnly) {
  Server server(options, greeter, base::system_clock());
  server.start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto answer = ask(server.port(), version);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK")) << version;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(200'000, 's'))) << answer.size();
  }
  EXPECT_EQ(ask(server.port(), TLS1_1_VERSION), "");
  transport::LoopbackClient plain(server.port());
  plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_FALSE(plain.read_all(2'000).starts_with("HTTP/"));
}

TEST_F(TlsTest, RefusesACertificateItCannotRead) {
  options.certificate_file = "/nowhere.crt";
  Server server(options, greeter, base::system_clock());
  EXPECT_THROW(server.start(), base::Error);
}

}  // namespace
}  // namespace rapport::http
