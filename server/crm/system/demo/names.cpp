// Names of the demo company's customers, their people, and our wares.
#include <array>

#include "crm/system/demo/words.h"

namespace rapport::crm::demo {

namespace {

constexpr auto kLatin = Script::Latin, kCyrillic = Script::Cyrillic;

// tidy: table
constexpr std::array kCustomers = std::to_array<Customer>({
    {"Samarqand Tekstil", "MChJ", "textile", "Samarqand", "samtekstil", 420, kLatin},
    {"Uy-Joy Qurilish", "MChJ", "construction", "Toshkent", "uyjoy", 180, kLatin},
    {"Ромашка", "ООО", "retail", "Ташкент", "romashka-market", 65, kCyrillic},
    {"Zarafshon Agro", "MChJ", "agriculture", "Navoiy", "zarafshonagro", 240, kLatin},
    {"Восток Логистик", "ООО", "transport", "Ташкент", "vostok-logistic", 130, kCyrillic},
    {"Buxoro Sut", "MChJ", "food", "Buxoro", "buxorosut", 310, kLatin},
    {"Азия Медтехника", "ООО", "medical", "Ташкент", "asiamed", 54, kCyrillic},
    {"Fargʻona Neft Servis", "AJ", "energy", "Fargʻona", "fneftservis", 760, kLatin},
    {"Северный ветер", "ООО", "trade", "Москва", "sevveter", 88, kCyrillic},
    {"Oltin Vodiy", "MChJ", "agriculture", "Andijon", "oltinvodiy", 150, kLatin},
    {"ТашСтройИнвест", "ООО", "construction", "Ташкент", "tashstroyinvest", 390, kCyrillic},
    {"Xorazm Guruch", "MChJ", "food", "Urganch", "xorazmguruch", 95, kLatin},
    {"Гранд Отель Регистан", "ООО", "hospitality", "Самарканд", "grandregistan", 140, kCyrillic},
    {"Nurli Maktab", "NTM", "education", "Toshkent", "nurlimaktab", 72, kLatin},
    {"Уралметаллсбыт", "АО", "manufacturing", "Екатеринбург", "uralmetsbyt", 510, kCyrillic},
    {"Chirchiq Elektr", "AJ", "energy", "Chirchiq", "chirchiqelektr", 620, kLatin},
    {"Дом мебели «Уют»", "ООО", "retail", "Ташкент", "dom-uyut", 48, kCyrillic},
    {"Silk Road Travel", "MChJ", "services", "Toshkent", "silkroadtravel", 26, kLatin},
    {"Оазис Страхование", "АО", "insurance", "Ташкент", "oazis-ins", 210, kCyrillic},
    {"Namangan Poyabzal", "MChJ", "manufacturing", "Namangan", "nampoyabzal", 175, kLatin},
    {"Волга Транзит", "ООО", "transport", "Казань", "volgatransit", 97, kCyrillic},
    {"Sogʻlom Avlod", "MChJ", "medical", "Toshkent", "soglomavlod", 118, kLatin},
    {"Фабрика «Шарк»", "АО", "textile", "Ташкент", "shark-textile", 880, kCyrillic},
    {"Jizzax Sement", "AJ", "manufacturing", "Jizzax", "jizzaxsement", 540, kLatin},
    {"Айти Плюс", "ООО", "software", "Ташкент", "itplus", 34, kCyrillic},
    {"Qarshi Don", "MChJ", "agriculture", "Qarshi", "qarshidon", 205, kLatin},
    {"Аптеки «Здоровье»", "ООО", "medical", "Ташкент", "apteki-zdorovie", 260, kCyrillic},
    {"Toshkent City Mall", "MChJ", "real_estate", "Toshkent", "tcmall", 145, kLatin},
    {"Балтика Снаб", "ООО", "trade", "Санкт-Петербург", "baltsnab", 61, kCyrillic},
    {"Andijon Avto Qismlar", "MChJ", "manufacturing", "Andijon", "aavtoqism", 330, kLatin},
    {"Клиника «Доктор М»", "ООО", "medical", "Ташкент", "doctor-m", 83, kCyrillic},
    {"Termiz Cargo", "MChJ", "transport", "Termiz", "termizcargo", 58, kLatin},
    {"Юридическое бюро «Право»", "ООО", "legal", "Ташкент", "buro-pravo", 19, kCyrillic},
    {"Guliston Paxta", "MChJ", "textile", "Guliston", "gulistonpaxta", 290, kLatin},
    {"Медиа Группа «Восход»", "ООО", "marketing", "Ташкент", "voshod-media", 41, kCyrillic},
    {"Chilonzor Savdo", "MChJ", "retail", "Toshkent", "chilonzorsavdo", 77, kLatin},
    {"Банк «Ориент»", "АО", "finance", "Ташкент", "orient-bank", 940, kCyrillic},
    {"Navoiy Kimyo", "AJ", "manufacturing", "Navoiy", "navoiykimyo", 1250, kLatin},
    {"Пекарня «Тандыр»", "ЧП", "food", "Ташкент", "tandyr", 36, kCyrillic},
    {"Orzu Kids", "MChJ", "education", "Toshkent", "orzukids", 44, kLatin},
    {"Сибирь Энерго Ремонт", "ООО", "energy", "Новосибирск", "siber-remont", 172, kCyrillic},
    {"Registon Plaza", "MChJ", "hospitality", "Samarqand", "registonplaza", 92, kLatin},
    {"Торговый дом «Алмаз»", "ООО", "trade", "Ташкент", "td-almaz", 69, kCyrillic},
    {"Qoʻqon Kanditer", "MChJ", "food", "Qoʻqon", "qoqonkanditer", 134, kLatin},
    {"СтройМаркет Азия", "ООО", "retail", "Ташкент", "stroymarket-asia", 156, kCyrillic},
    {"Muborak Gaz Servis", "AJ", "energy", "Qarshi", "mgazservis", 480, kLatin},
    {"Архитектура и свет", "ООО", "services", "Ташкент", "arhsvet", 23, kCyrillic},
    {"Ipak Yoʻli Foods", "MChJ", "food", "Toshkent", "ipakfoods", 225, kLatin},
    {"Учебный центр «Старт»", "НОУ", "education", "Ташкент", "uc-start", 31, kCyrillic},
    {"Olmaliq Transport", "MChJ", "transport", "Olmaliq", "olmaliqtrans", 110, kLatin},
    {"Каскад Телеком", "ООО", "telecommunications", "Ташкент", "kascade", 87, kCyrillic},
    {"Bektemir Plast", "MChJ", "manufacturing", "Toshkent", "bektemirplast", 163, kLatin},
    {"Алтай Мёд", "ООО", "food", "Барнаул", "altai-med", 29, kCyrillic},
    {"Shahrisabz Vino", "AJ", "food", "Shahrisabz", "shvino", 198, kLatin},
    {"Студия «Пиксель»", "ООО", "marketing", "Ташкент", "pixel-studio", 17, kCyrillic},
    {"Mirzo Ulugʻbek Klinikasi", "MChJ", "medical", "Toshkent", "muklinika", 126, kLatin},
    {"Промснаб Сервис", "ООО", "trade", "Ташкент", "promsnab", 52, kCyrillic},
    {"Nukus Baliq", "MChJ", "food", "Nukus", "nukusbaliq", 64, kLatin},
    {"Отель «Ичан-Кала»", "ООО", "hospitality", "Хива", "ichan-kala", 57, kCyrillic},
    {"Yangi Asr Nashriyoti", "MChJ", "services", "Toshkent", "yangiasr", 39, kLatin},
});

constexpr Phrase kComputers = {"Компьютеры", "Kompyuterlar", "Computers"};
constexpr Phrase kNetwork = {"Сети", "Tarmoq", "Networks"};
constexpr Phrase kSecurity = {"Безопасность", "Xavfsizlik", "Security"};
constexpr Phrase kOffice = {"Оргтехника", "Ofis texnikasi", "Office equipment"};
constexpr Phrase kServices = {"Услуги", "Xizmatlar", "Services"};

// tidy: table
constexpr std::array kWares = std::to_array<Ware>({
    {{"Ноутбук 14″ для офиса", "Ofis uchun noutbuk 14″", "Office laptop 14″"},
     kComputers, "goods", "piece", 640},
    {{"Ноутбук 16″ для проектирования", "Loyihalash uchun noutbuk 16″", "Design laptop 16″"},
     kComputers, "goods", "piece", 1480},
    {{"Системный блок «Офис»", "«Ofis» tizim bloki", "Office desktop"},
     kComputers, "goods", "piece", 420},
    {{"Моноблок 24″", "Monoblok 24″", "All-in-one 24″"}, kComputers, "goods", "piece", 710},
    {{"Монитор 27″", "Monitor 27″", "Monitor 27″"}, kComputers, "goods", "piece", 230},
    {{"Сервер стоечный 2U", "Stoykali server 2U", "Rack server 2U"},
     kComputers, "goods", "piece", 5200},
    {{"Система хранения 24 ТБ", "Saqlash tizimi 24 TB", "Storage 24 TB"},
     kComputers, "goods", "piece", 3900},
    {{"Источник бесперебойного питания 3 кВА", "Uzluksiz quvvat manbai 3 kVA", "UPS 3 kVA"},
     kComputers, "goods", "piece", 560},
    {{"Коммутатор 24 порта", "24 portli kommutator", "Switch, 24 ports"},
     kNetwork, "goods", "piece", 340},
    {{"Коммутатор 48 портов PoE", "48 portli PoE kommutator", "PoE switch, 48 ports"},
     kNetwork, "goods", "piece", 980},
    {{"Маршрутизатор для филиала", "Filial uchun marshrutizator", "Branch router"},
     kNetwork, "goods", "piece", 410},
    {{"Точка доступа Wi-Fi 6", "Wi-Fi 6 kirish nuqtasi", "Wi-Fi 6 access point"},
     kNetwork, "goods", "piece", 190},
    {{"Кабель витая пара, бухта 305 м", "Juftlangan kabel, 305 m", "Twisted pair cable, 305 m"},
     kNetwork, "goods", "pack", 85},
    {{"Шкаф телекоммуникационный 42U", "Telekommunikatsiya shkafi 42U", "Network cabinet 42U"},
     kNetwork, "goods", "piece", 620},
    {{"IP-камера уличная", "Tashqi IP-kamera", "Outdoor IP camera"},
     kSecurity, "goods", "piece", 120},
    {{"Видеорегистратор на 32 канала", "32 kanalli videoregistrator", "Video recorder, 32 channels"},
     kSecurity, "goods", "piece", 690},
    {{"Контроллер доступа с турникетом", "Turniketli kirish nazorati", "Access control turnstile"},
     kSecurity, "goods", "set", 1750},
    {{"МФУ лазерное А4", "A4 lazerli KFQ", "Laser MFP A4"}, kOffice, "goods", "piece", 360},
    {{"МФУ цветное А3", "A3 rangli KFQ", "Colour MFP A3"}, kOffice, "goods", "piece", 2100},
    {{"IP-телефон настольный", "Stol IP-telefoni", "Desk IP phone"}, kOffice, "goods", "piece", 75},
    {{"Комплект для переговорной", "Muzokara xonasi toʻplami", "Meeting room kit"},
     kOffice, "goods", "set", 2650},
    {{"Монтаж локальной сети", "Lokal tarmoqni oʻrnatish", "Network installation"},
     kServices, "service", "service", 1800},
    {{"Монтаж видеонаблюдения", "Videokuzatuvni oʻrnatish", "CCTV installation"},
     kServices, "service", "service", 1400},
    {{"Обслуживание офиса, месяц", "Ofisga xizmat koʻrsatish, oy", "Office support, a month"},
     kServices, "service", "month", 450},
    {{"Аудит ИТ-инфраструктуры", "AT infratuzilmasi auditi", "IT audit"},
     kServices, "service", "service", 1200},
});

// tidy: table
constexpr std::array kLastMenCyrillic = std::to_array<const char*>({
    "Иванов", "Каримов", "Соколов", "Рахимов", "Кузнецов", "Юлдашев", "Попов", "Абдуллаев",
    "Васильев", "Исмаилов", "Морозов", "Хасанов", "Новиков", "Умаров", "Фёдоров", "Назаров",
    "Ким", "Цой", "Волков", "Мирзаев", "Орлов", "Шарипов", "Белов", "Ганиев"});
// tidy: table
constexpr std::array kLastWomenCyrillic = std::to_array<const char*>({
    "Петрова", "Юсупова", "Смирнова", "Ахмедова", "Лебедева", "Саидова", "Козлова", "Алимова",
    "Павлова", "Турсунова", "Семёнова", "Холматова", "Голубева", "Пак", "Виноградова", "Мансурова",
    "Ли", "Зайцева", "Бабаева", "Соловьёва", "Тен", "Эргашева", "Борисова", "Нурматова"});
// tidy: table
constexpr std::array kFirstMenCyrillic = std::to_array<const char*>({
    "Александр", "Дмитрий", "Сергей", "Андрей", "Рустам", "Алексей", "Тимур", "Бахтиёр", "Михаил",
    "Шухрат", "Игорь", "Фарход", "Владимир", "Улугбек", "Николай", "Жамшид"});
// tidy: table
constexpr std::array kFirstWomenCyrillic = std::to_array<const char*>({
    "Елена", "Наталья", "Малика", "Ольга", "Гульнара", "Ирина", "Дильбар", "Татьяна", "Нигора",
    "Светлана", "Камила", "Анна", "Феруза", "Мария", "Лола", "Юлия"});
// tidy: table
constexpr std::array kMiddleMen = std::to_array<const char*>({
    "Александрович", "Рустамович", "Сергеевич", "Бахтиёрович", "Викторович", "Каримович",
    "Николаевич", "Шухратович", "Андреевич", "Тимурович"});
// tidy: table
constexpr std::array kMiddleWomen = std::to_array<const char*>({
    "Александровна", "Рустамовна", "Сергеевна", "Бахтиёровна", "Викторовна", "Каримовна",
    "Николаевна", "Шухратовна", "Андреевна", "Тимуровна"});
// tidy: table
constexpr std::array kLastMenLatin = std::to_array<const char*>({
    "Karimov", "Toshmatov", "Rahimov", "Yoʻldoshev", "Ergashev", "Abdullayev", "Qodirov", "Nazarov",
    "Usmonov", "Mirzayev", "Saidov", "Xolmatov", "Normatov", "Ismoilov", "Tursunov", "Olimov",
    "Jalilov", "Sobirov", "Haydarov", "Gʻaniyev", "Rustamov", "Boboyev", "Sharipov", "Zokirov"});
// tidy: table
constexpr std::array kLastWomenLatin = std::to_array<const char*>({
    "Karimova", "Yusupova", "Rahimova", "Ahmedova", "Ergasheva", "Abdullayeva", "Qodirova",
    "Nazarova", "Usmonova", "Mirzayeva", "Saidova", "Xolmatova", "Hamidova", "Ismoilova",
    "Tursunova", "Olimova", "Sattorova", "Sobirova", "Haydarova", "Gʻaniyeva", "Azimova", "Boboyeva",
    "Sharipova", "Zokirova"});
// tidy: table
constexpr std::array kFirstMenLatin = std::to_array<const char*>({
    "Jasur", "Sardor", "Bekzod", "Otabek", "Sherzod", "Dilshod", "Aziz", "Anvar", "Ulugʻbek",
    "Sanjar", "Olim", "Javohir", "Farrux", "Akmal", "Doniyor", "Zafar"});
// tidy: table
constexpr std::array kFirstWomenLatin = std::to_array<const char*>({
    "Dilnoza", "Nilufar", "Malika", "Zulfiya", "Gulnora", "Shahnoza", "Madina", "Sevara", "Nodira",
    "Feruza", "Lola", "Kamola", "Barno", "Umida", "Mohira", "Zarina"});

// tidy: table
constexpr std::array kRoots = std::to_array<const char*>({
    "Oltin", "Восток", "Ipak", "Азия", "Zarafshon", "Каскад", "Nur", "Альянс", "Baraka", "Вектор",
    "Chinor", "Горизонт", "Diyor", "Заря", "Fayz", "Импульс", "Humo", "Кристалл", "Jahon", "Магистраль",
    "Lochin", "Ориент", "Mehr", "Перспектива", "Orzu", "Радуга", "Sharq", "Созвездие", "Turon", "Эталон"});
// tidy: table
constexpr std::array kTrades = std::to_array<const char*>({
    "Savdo", "Трейд", "Qurilish", "Строй", "Agro", "Логистик", "Tekstil", "Сервис", "Foods", "Инвест",
    "Plast", "Снаб", "Med", "Маркет", "Cargo", "Техника", "Dizayn", "Энерго", "Farm", "Медиа"});
// tidy: table
constexpr std::array kCities = std::to_array<const char*>({
    "Toshkent", "Самарканд", "Buxoro", "Ташкент", "Andijon", "Москва", "Namangan", "Фергана"});
// tidy: table
constexpr std::array kStreets = std::to_array<const char*>({
    "Amir Temur koʻchasi", "улица Бобура", "Navoiy shoh koʻchasi", "улица Шота Руставели",
    "Mustaqillik koʻchasi", "улица Нукусская", "Bunyodkor shoh koʻchasi", "улица Мукими",
    "Islom Karimov koʻchasi", "улица Садовая", "Qatortol koʻchasi", "Проспект Мира"});

}  // namespace

std::span<const Customer> customers() { return kCustomers; }
std::span<const Ware> wares() { return kWares; }
std::span<const char* const> company_roots() { return kRoots; }
std::span<const char* const> company_trades() { return kTrades; }
std::span<const char* const> cities() { return kCities; }
std::span<const char* const> streets() { return kStreets; }

People men(Script script) {
  if (script == Script::Latin) return {kLastMenLatin, kFirstMenLatin, {}};
  return {kLastMenCyrillic, kFirstMenCyrillic, kMiddleMen};
}

People women(Script script) {
  if (script == Script::Latin) return {kLastWomenLatin, kFirstWomenLatin, {}};
  return {kLastWomenCyrillic, kFirstWomenCyrillic, kMiddleWomen};
}

}  // namespace rapport::crm::demo
