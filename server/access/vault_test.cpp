#include "access/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "access/test_company.h"

namespace rapport::access {
namespace {

class VaultTest : public ::testing::Test {
 protected:
  VaultTest() { std::filesystem::create_directories(folder); }
  ~VaultTest() override { std::filesystem::remove_all(folder); }

  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("rapport-vault-" + base::system_random().hex(8));
  std::filesystem::path file = folder / "secret.key";
};

TEST_F(VaultTest, OpensWhatItSealedAndNothingElse) {
  Vault vault(file, base::system_random());
  auto sealed = vault.seal("totp a", "secret");
  EXPECT_NE(sealed, vault.seal("totp a", "secret")) << "equal secrets do not show";
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(vault.open("totp a", sealed), "secret");
  EXPECT_FALSE(vault.open("totp b", sealed)) << "moved to another row";
  EXPECT_FALSE(vault.open("totp a", ""));
  EXPECT_FALSE(vault.open("totp a", "v1:"));
  EXPECT_FALSE(vault.open("totp a", sealed.substr(0, sealed.size() - 2)));
  auto changed = sealed;
  changed[10] = changed[10] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(vault.open("totp a", changed));
  EXPECT_EQ(vault.open("", vault.seal("", "")), "");
}

TEST_F(VaultTest, TheKeyStaysAndIsForItsOwnerAlone) {
  std::string sealed, hash;
  {
    Vault vault(file, base::system_random());
    sealed = vault.seal("x", "secret");
    hash = vault.hash("x", "code");
  }
  struct stat found{};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  Vault again(file, base::system_random());
  EXPECT_EQ(again.open("x", sealed), "secret");
  EXPECT_EQ(again.hash("x", "code"), hash);
  EXPECT_NE(again.hash("y", "code"), hash);
  Vault other(folder / "other.key", base::system_random());
  EXPECT_FALSE(other.open("x", sealed));
  EXPECT_NE(other.hash("x", "code"), hash);
}

TEST_F(VaultTest, AFileThatIsNoKeyIsRefusedAndLeftAlone) {
  for (std::string text : {"", "short", "zz"}) {
    std::ofstream(file) << text;
    auto error = testing::error_of([&] { Vault vault(file, base::system_random()); });
    EXPECT_EQ(error.code, "secret_key");
    EXPECT_EQ(std::filesystem::file_size(file), text.size());
  }
}

}  // namespace
}  // namespace rapport::access
