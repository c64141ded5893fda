#include "crm/sales/account_domains.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "crm/contact_points.h"
#include "crm/sales/accounts.h"

namespace rapport::crm {

using records::Record;
using schema::ColumnType;
using storage::Test;

namespace {

constexpr std::size_t kAccountsOfDomain = 10;

// tidy: table
constexpr std::array kPublicDomains = std::to_array<std::string_view>({
    "gmail.com",    "googlemail.com", "mail.ru",    "inbox.ru",  "list.ru",
    "bk.ru",        "internet.ru",    "yandex.ru",  "ya.ru",     "yandex.com",
    "yandex.kz",    "yandex.by",      "rambler.ru", "lenta.ru",  "autorambler.ru",
    "myrambler.ru", "ro.ru",          "mail.com",   "umail.uz",  "inbox.uz",
    "mail.uz",      "exat.uz",        "icloud.com", "me.com",    "mac.com",
    "outlook.com",  "hotmail.com",    "live.com",   "msn.com",   "live.ru",
    "yahoo.com",    "yahoo.co.uk",    "ymail.com",  "aol.com",   "gmx.com",
    "gmx.de",       "gmx.net",        "web.de",     "proton.me", "protonmail.com",
    "tutanota.com", "zoho.com",       "qq.com",     "163.com",   "126.com",
    "ukr.net",      "i.ua",           "tut.by",     "mail.kz",   "vk.com",
    "xmail.ru",
});

bool is_public(const std::string& domain) {
  return std::find(kPublicDomains.begin(), kPublicDomains.end(), domain) != kPublicDomains.end();
}

// "https://www.Uyjoy.example:8080/uz" → "uyjoy.example".
std::string domain_of_site(std::string_view site) {
  if (auto scheme = site.find("://"); scheme != std::string_view::npos)
    site.remove_prefix(scheme + 3);
  auto domain = base::fold(site.substr(0, site.find_first_of("/?#:")));
  return domain.starts_with("www.") ? domain.substr(4) : domain;
}

std::set<std::string> domains_of(const Record& account) {
  std::set<std::string> domains;
  if (auto site = account.get(accounts::website)) domains.insert(domain_of_site(*site));
  if (auto points = account.get(accounts::emails)) {
    auto list = base::parse_json(*points);
    for (const auto& point : list.as_array())
      domains.insert(domain_of_email(std::string_view(point.at("value").as_string())));
  }
  std::erase_if(domains, [](const auto& domain) { return domain.empty() || is_public(domain); });
  return domains;
}

}  // namespace

const storage::Table& account_domains_table() {
  static const storage::Table table{"account_domains",
                                    {{"domain", ColumnType::Text}, {"account", ColumnType::Bytes}},
                                    {"domain", "account"},
                                    {},
                                    {}};
  return table;
}

void update_account_domains(storage::Transaction& transaction, const Record* before,
                            const Record& account) {
  auto old_domains = before ? domains_of(*before) : std::set<std::string>();
  auto new_domains = domains_of(account);
  for (const auto& domain : old_domains) {
    if (new_domains.contains(domain)) continue;
    storage::Delete row;
    row.table = &account_domains_table();
    row.where = storage::all_of({storage::compare("domain", Test::Equal, domain),
                                 storage::compare("account", Test::Equal, account.id())});
    transaction.remove(row);
  }
  for (const auto& domain : new_domains) {
    if (old_domains.contains(domain)) continue;
    storage::Insert row;
    row.table = &account_domains_table();
    row.values = {{"domain", domain}, {"account", account.id()}};
    row.ignore_conflict = true;
    transaction.insert(row);
  }
}

std::vector<base::Id> accounts_of_domain(storage::Transaction& transaction,
                                         std::string_view email) {
  std::vector<base::Id> found;
  auto domain = domain_of_email(email);
  if (domain.empty() || is_public(domain)) return found;
  storage::Query query;
  query.table = &account_domains_table();
  query.columns = {{0, "account"}};
  query.where = storage::compare("domain", Test::Equal, domain);
  query.order_is_optional = true;
  query.limit = kAccountsOfDomain;
  transaction.select(query, [&](const storage::Row& row) {
    found.push_back(row.id(0));
    return true;
  });
  return found;
}

}  // namespace rapport::crm
