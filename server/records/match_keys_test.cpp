#include "records/match_keys.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace rapport::records {
namespace {

std::string person(const char* name) { return person_key(base::fold(name)); }
std::string company(const char* name) { return company_key(base::fold(name)); }

double people_alike(const char* a, const char* b) {
  return similarity(person_skeleton(base::fold(a)), person_skeleton(base::fold(b)));
}

TEST(PersonKey, MeetsAcrossSpellings) {
  for (const char* name : {"Иванов Пётр", "Петр Иванов", "Ivanov Petr", "IVANOV  PETR",
                           "Иванов Петр Сергеевич", "Иваннов Петр", "Ивонов Петр"})
    EXPECT_EQ(person(name), person("Иванов Петр")) << name;
  EXPECT_EQ(person("Юлдашева Феруза"), person("Yuldasheva Feruza"));
  EXPECT_EQ(person("Каримов Анвар Рустам ўғли"), person("Karimov Anvar"));
  EXPECT_EQ(person("Karimova Nodira Rustam qizi"), person("Каримова Нодира"));
  EXPECT_EQ(person("Хўжаев Жамшид"), person("Khodjaev Djamshid"));
}

TEST(PersonKey, KeepsApartDifferentPeople) {
  EXPECT_NE(person("Иванов Евгений"), person("Иванова Евгения"));
  EXPECT_NE(person("Иванов Петр"), person("Иванов Павел"));
  EXPECT_NE(person("Алиев"), person("Валиев"));
}

TEST(PersonKey, OfNothingIsEmpty) {
  EXPECT_EQ(person(""), "");
  EXPECT_EQ(person(" «» - "), "");
  EXPECT_EQ(person("Сергеевич"), person("Сергеевич"));
  EXPECT_NE(person("Сергеевич"), "");
}

TEST(PersonSkeleton, KeepsAPatronymicThatIsNeeded) {
  EXPECT_EQ(person_skeleton("иванов петр сергеевич"), "ivanov petr");
  EXPECT_EQ(person_skeleton("петр сергеевич"), "petr sergevich");
}

TEST(CompanyKey, DropsLegalForms) {
  for (const char* name :
       {"ООО «Ромашка плюс»", "Ромашка плюс, ООО", "ромашка  ПЛЮС", "О.О.О. \"Ромашка плюс\"",
        "Общество с ограниченной ответственностью «Ромашка Плюс»", "Romashka Plyus LLC",
        "«Romashka Plus» MCHJ", "МЧЖ Ромашка-плюс", "АО „Ромашка плюс“",
        "Romashka Plyus L.L.C.", "Romashka Plyus Co., Ltd.",
        "Romashka Plyus Mas’uliyati cheklangan jamiyati"})
    EXPECT_EQ(company(name), company("Ромашка плюс")) << name;
}

TEST(CompanyKey, TakesTheWordAndAsNothing) {
  EXPECT_EQ(company("ООО Рога и Копыта"), company("Roga & Kopyta"));
  EXPECT_EQ(company("Рога и Копыта"), company("Roga va Kopyta"));
}

TEST(CompanyKey, KeepsWhatIsLeftWhenAllIsAForm) {
  EXPECT_NE(company("ООО"), "");
  EXPECT_NE(company("Общество помощи"), company("помощи"));
  EXPECT_NE(company("Ромашка 1"), company("Ромашка 2"));
  EXPECT_NE(company("Ромашка 11"), company("Ромашка 1"));
}

TEST(Similarity, FollowsJaroAndWinkler) {
  EXPECT_NEAR(similarity("martha", "marhta"), 0.961, 0.001);
  EXPECT_NEAR(similarity("dwayne", "duane"), 0.840, 0.001);
  EXPECT_NEAR(similarity("dixon", "dicksonx"), 0.813, 0.001);
  EXPECT_EQ(similarity("ivanov", "ivanov"), 1);
  EXPECT_EQ(similarity("abc", "xyz"), 0);
  EXPECT_EQ(similarity("", ""), 1);
  EXPECT_EQ(similarity("", "a"), 0);
}

TEST(Similarity, TellsNearNamesFromFarOnes) {
  EXPECT_GE(people_alike("Иванов Петр", "Ivonov Petr"), kSameName);
  EXPECT_GE(people_alike("Юлдашева Феруза", "Yuldashova Firuza"), kSameName);
  EXPECT_LT(people_alike("Иванов Петр", "Сидоров Олег"), 0.7);
  EXPECT_LT(people_alike("Иванов Артём", "Иванов Пётр"), kSameName);
}

}  // namespace
}  // namespace rapport::records
