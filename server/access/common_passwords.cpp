#include "access/common_passwords.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/text.h"

namespace rapport::access {

namespace {

// Folded, in any order.
constexpr std::string_view kCommon[] = {  // tidy: table
    "password", "password1", "password12", "password123", "password1234", "password!",
    "password1!", "passw0rd", "passw0rd1", "p@ssw0rd", "p@ssword", "p@ssw0rd1", "pa$$word",
    "mypassword", "newpassword", "passwort", "parolparol", "parol123", "parol1234", "parol12345",
    "qwertyui", "qwertyuiop", "qwerty12", "qwerty123", "qwerty1234", "qwerty12345", "qwerty123456",
    "qwerty123!", "123qwerty", "1234qwer", "12345qwert", "qwer1234", "1q2w3e4r", "1q2w3e4r5t",
    "1q2w3e4r5t6y", "1qaz2wsx", "1qaz2wsx3edc", "1qazxsw2", "q1w2e3r4", "q1w2e3r4t5", "qazwsxedc",
    "qazwsx123", "zaq12wsx", "!qaz2wsx", "asdfghjk", "asdfghjkl", "asdf1234", "zxcvbnm1",
    "zxcvbnm123", "zxcvbnm,", "qweasdzxc", "qwe12345", "qweqweqwe", "123qweasd", "123456qwerty",
    "abcd1234", "abc12345", "abcdefgh", "a1b2c3d4", "a1234567", "a12345678", "aa123456",
    "aa12345678", "1234567a", "12345678a", "123456789a", "123456aa", "11223344", "1122334455",
    "12341234", "1234512345", "123123123", "12344321", "123454321", "1234554321", "147258369",
    "159753456", "741852963", "987654321", "0987654321", "19283746", "10203040", "13579246",
    "11111111a", "iloveyou", "iloveyou1", "sunshine", "princess", "princess1", "football",
    "football1", "baseball", "superman", "batman123", "starwars", "pokemon1", "trustno1",
    "whatever", "computer", "internet", "samsung1", "samsung123", "michelle", "jennifer",
    "jordan23", "liverpool", "chelsea1", "corvette", "mercedes", "bmw12345", "maverick",
    "midnight", "mustang1", "dragon123", "master123", "monkey123", "shadow123", "letmein1",
    "letmein123", "welcome1", "welcome12", "welcome123", "welcome2024", "welcome2025",
    "changeme", "changeme1", "changeme123", "changeit", "default1", "secret123", "security",
    "administrator", "admin123", "admin1234", "admin12345", "admin123456", "adminadmin",
    "admin@123", "rootroot", "root1234", "toor1234", "test1234", "test12345", "testtest",
    "user1234", "useruser", "guest123", "demo1234", "demodemo", "manager1", "manager123",
    "director", "business", "company1", "rapport1", "rapport123", "rapportcrm", "summer2024",
    "summer2025", "winter2024", "winter2025", "spring2025", "autumn2025", "moscow2025",
    "tashkent", "tashkent1", "tashkent123", "toshkent", "toshkent1", "toshkent123",
    "uzbekistan", "o'zbekiston", "ozbekiston", "samarkand", "samarqand", "salom123", "salomsalom",
    "bismillah", "bismilloh", "assalomu", "mustafo1", "muhammad", "muhammad1", "bahodir1",
    "natasha1", "nastya123", "alexandr", "aleksandr", "alexander", "vladimir", "ekaterina",
    "valentina", "anastasia", "kristina", "margarita", "svetlana", "tatyana1", "viktoria",
    "spartak1", "zenit123", "lokomotiv", "marseille", "krasotka", "solnishko", "solnyshko",
    "lubov123", "privet123", "privetik", "zvezda123",
    "йцукенгш", "йцукенгшщз", "йцукен12", "йцукен123", "йцукен1234", "фывапролд", "ячсмитьбю",
    "парольпароль", "пароль12", "пароль123", "пароль1234", "привет12", "привет123", "любовь123",
    "любимая1", "солнышко", "наташа123", "настенька", "александр", "владимир", "екатерина",
    "анастасия", "кристина", "маргарита", "светлана", "виктория", "максимка", "люблютебя",
    "администратор", "админ123", "директор", "менеджер", "бухгалтер", "бухгалтерия", "спартак1",
    "зенит123", "россия123", "москва123", "ташкент1", "ташкент123", "узбекистан", "самарканд",
};

bool is_listed(std::string_view folded) {
  return std::find(std::begin(kCommon), std::end(kCommon), folded) != std::end(kCommon);
}

// "11111111", "abcabcabc": one period of up to six bytes over and over.
bool is_repetition(std::string_view folded) {
  for (std::size_t period = 1; period <= 6; ++period) {
    if (folded.size() < 2 * period) return false;
    bool repeats = true;
    for (std::size_t i = period; i < folded.size() && repeats; ++i)
      repeats = folded[i] == folded[i - period];
    if (repeats) return true;
  }
  return false;
}

bool is_run(std::string_view folded) {
  for (int step : {1, -1}) {
    bool runs = folded.size() > 1;
    for (std::size_t i = 1; i < folded.size() && runs; ++i) {
      bool wraps = (step == 1 && folded[i - 1] == '9' && folded[i] == '0') ||
                   (step == -1 && folded[i - 1] == '0' && folded[i] == '9');
      runs = wraps || folded[i] - folded[i - 1] == step;
    }
    if (runs) return true;
  }
  return false;
}

}  // namespace

bool is_common_password(std::string_view password) {
  std::string folded = base::fold(password);
  return folded.empty() || is_listed(folded) || is_listed(base::fold(base::swap_layout(folded))) ||
         is_repetition(folded) || is_run(folded);
}

}  // namespace rapport::access
