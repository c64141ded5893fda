// What is said, promised and noted in the demo company.
#include <array>

#include "crm/system/demo/words.h"

namespace rapport::crm::demo {

namespace {

// tidy: table
constexpr std::array kJobTitles = std::to_array<Phrase>({
    {"Директор", "Direktor", "Director"},
    {"Коммерческий директор", "Tijorat direktori", "Commercial director"},
    {"Руководитель ИТ-отдела", "AT boʻlimi rahbari", "Head of IT"},
    {"Начальник отдела закупок", "Xaridlar boʻlimi boshligʻi", "Head of purchasing"},
    {"Главный бухгалтер", "Bosh buxgalter", "Chief accountant"},
    {"Системный администратор", "Tizim administratori", "System administrator"},
    {"Менеджер по закупкам", "Xaridlar menejeri", "Purchasing manager"},
    {"Офис-менеджер", "Ofis menejeri", "Office manager"},
    {"Главный инженер", "Bosh muhandis", "Chief engineer"},
    {"Заместитель директора", "Direktor oʻrinbosari", "Deputy director"},
});

// tidy: table
constexpr std::array kTasks = std::to_array<Phrase>({
    {"Отправить коммерческое предложение", "Tijorat taklifini yuborish", "Send the proposal"},
    {"Подготовить спецификацию", "Spetsifikatsiya tayyorlash", "Prepare the specification"},
    {"Уточнить сроки поставки у склада", "Ombordan yetkazish muddatini aniqlash",
     "Check delivery dates with the warehouse"},
    {"Согласовать скидку с руководителем", "Chegirmani rahbar bilan kelishish",
     "Agree the discount with the manager"},
    {"Подготовить проект договора", "Shartnoma loyihasini tayyorlash", "Draft the contract"},
    {"Выставить счёт", "Hisob-faktura yuborish", "Issue the invoice"},
    {"Запросить реквизиты", "Rekvizitlarni soʻrash", "Ask for the company details"},
    {"Напомнить об оплате", "Toʻlovni eslatish", "Remind about the payment"},
    {"Отправить каталог и прайс-лист", "Katalog va narxlar roʻyxatini yuborish",
     "Send the catalogue and the price list"},
    {"Забронировать товар на складе", "Tovarni omborda band qilish", "Reserve the goods"},
    {"Организовать выезд инженера", "Muhandis chiqishini tashkil qilish", "Arrange an engineer's visit"},
    {"Собрать отзывы после поставки", "Yetkazilgandan keyin fikr soʻrash",
     "Ask for feedback after delivery"},
});

// tidy: table
constexpr std::array kCalls = std::to_array<Phrase>({
    {"Первый звонок", "Birinchi qoʻngʻiroq", "First call"},
    {"Уточнить потребность", "Ehtiyojni aniqlash", "Clarify the needs"},
    {"Обсудить предложение", "Taklifni muhokama qilish", "Discuss the proposal"},
    {"Узнать о решении", "Qaror haqida soʻrash", "Ask about the decision"},
    {"Согласовать условия оплаты", "Toʻlov shartlarini kelishish", "Agree the payment terms"},
    {"Подтвердить дату поставки", "Yetkazish sanasini tasdiqlash", "Confirm the delivery date"},
    {"Перезвонить по запросу", "Soʻrov boʻyicha qayta qoʻngʻiroq", "Call back on the request"},
});

// tidy: table
constexpr std::array kMeetings = std::to_array<Phrase>({
    {"Знакомство в офисе клиента", "Mijoz ofisida tanishuv", "Introduction at the customer's office"},
    {"Показ оборудования", "Uskunalarni namoyish qilish", "Equipment demonstration"},
    {"Переговоры по договору", "Shartnoma boʻyicha muzokara", "Contract negotiations"},
    {"Осмотр объекта", "Obyektni koʻzdan kechirish", "Site survey"},
    {"Защита проекта", "Loyiha himoyasi", "Project presentation"},
    {"Подписание договора", "Shartnomani imzolash", "Contract signing"},
});

// tidy: table
constexpr std::array kNotes = std::to_array<Phrase>({
    {"Бюджет утверждают в начале квартала, решение принимает директор.",
     "Byudjet chorak boshida tasdiqlanadi, qarorni direktor qabul qiladi.",
     "The budget is approved at the start of the quarter; the director decides."},
    {"Просят рассрочку на три месяца, остальное устраивает.",
     "Uch oyga boʻlib toʻlashni soʻrashyapti, qolgani maʼqul.",
     "They ask for three months' instalments; everything else suits them."},
    {"Сейчас работают с другим поставщиком, недовольны сроками.",
     "Hozir boshqa yetkazib beruvchi bilan ishlashadi, muddatlardan norozi.",
     "They use another supplier now and are unhappy with its delivery times."},
    {"Нужна поставка на два адреса: офис и склад.",
     "Ikki manzilga yetkazish kerak: ofis va ombor.",
     "Delivery is needed to two addresses: the office and the warehouse."},
    {"Технические вопросы решает системный администратор, писать ему напрямую.",
     "Texnik savollarni tizim administratori hal qiladi, unga bevosita yozish kerak.",
     "The system administrator settles technical questions; write to him directly."},
    {"Важна гарантия от трёх лет и сервис в своём городе.",
     "Kamida uch yillik kafolat va oʻz shahrida servis muhim.",
     "A warranty of at least three years and service in their city matter."},
    {"Осмотрели объект: 46 рабочих мест, две серверные, проект сети есть.",
     "Obyekt koʻrildi: 46 ish oʻrni, ikkita server xonasi, tarmoq loyihasi bor.",
     "Surveyed the site: 46 workplaces, two server rooms, a network design exists."},
    {"Просят документы на узбекском и русском языках.",
     "Hujjatlarni oʻzbek va rus tillarida soʻrashyapti.",
     "They want the documents in Uzbek and Russian."},
    {"Сравнивают три предложения, наше среднее по цене.",
     "Uchta taklifni solishtirishyapti, biznikining narxi oʻrtacha.",
     "They compare three proposals; ours is in the middle on price."},
    {"После запуска планируют второй филиал, это ещё около тридцати мест.",
     "Ishga tushgach ikkinchi filial rejalashtirilgan, yana oʻttizga yaqin joy.",
     "After the launch they plan a second branch, about thirty more workplaces."},
});

// tidy: table
constexpr std::array kResults = std::to_array<Phrase>({
    {"Договорились, ждут предложение", "Kelishildi, taklifni kutishyapti",
     "Agreed; they await the proposal"},
    {"Попросили перезвонить на следующей неделе", "Keyingi hafta qoʻngʻiroq qilishni soʻrashdi",
     "Asked to call back next week"},
    {"Интерес есть, уточняют количество", "Qiziqish bor, miqdorni aniqlashyapti",
     "Interested; they are checking the quantity"},
    {"Условия приняты", "Shartlar qabul qilindi", "Terms accepted"},
    {"Обсудили замечания, поправим и вышлем снова", "Izohlar muhokama qilindi, tuzatib yuboramiz",
     "Went through the remarks; we will correct and send again"},
    {"Решение будет после совещания", "Qaror yigʻilishdan keyin boʻladi",
     "The decision comes after their meeting"},
});

// tidy: table
constexpr std::array kRequests = std::to_array<Phrase>({
    {"Нужны 20 ноутбуков для нового офиса, срок две недели.",
     "Yangi ofis uchun 20 ta noutbuk kerak, muddat ikki hafta.",
     "Needs 20 laptops for a new office within two weeks."},
    {"Интересует видеонаблюдение на складе, 16 камер.",
     "Omborga videokuzatuv kerak, 16 ta kamera.",
     "Interested in CCTV for a warehouse, 16 cameras."},
    {"Просят рассчитать локальную сеть на два этажа.",
     "Ikki qavatga lokal tarmoq hisobini soʻrashyapti.",
     "Asks for an estimate of a network on two floors."},
    {"Хотят передать обслуживание офиса, 35 рабочих мест.",
     "35 ish oʻrinli ofis xizmatini topshirmoqchi.",
     "Wants to outsource support of an office with 35 workplaces."},
    {"Ищут сервер под учётную систему.", "Hisob tizimi uchun server izlashyapti.",
     "Looks for a server for the accounting system."},
    {"Спрашивают цену на цветное МФУ и расходные материалы.",
     "Rangli KFQ va sarf materiallari narxini soʻrashyapti.",
     "Asks the price of a colour MFP and supplies."},
    {"Нужен контроль доступа на проходной завода.",
     "Zavod kirish joyiga nazorat tizimi kerak.",
     "Needs access control at a factory gate."},
    {"Оснащают переговорную, нужна видеосвязь с филиалами.",
     "Muzokara xonasini jihozlashyapti, filiallar bilan videoaloqa kerak.",
     "Equips a meeting room for video calls with branches."},
    {"Заявка с сайта: просят перезвонить после обеда.",
     "Saytdan ariza: tushdan keyin qoʻngʻiroq qilishni soʻrashgan.",
     "Website request: call back in the afternoon."},
});

// tidy: table
constexpr std::array kNextSteps = std::to_array<Phrase>({
    {"Дождаться ответа на предложение", "Taklifga javobni kutish", "Wait for the answer"},
    {"Согласовать спецификацию", "Spetsifikatsiyani kelishish", "Agree the specification"},
    {"Встретиться с директором", "Direktor bilan uchrashish", "Meet the director"},
    {"Получить подписанный договор", "Imzolangan shartnomani olish", "Get the signed contract"},
    {"Провести осмотр объекта", "Obyektni koʻzdan kechirish", "Survey the site"},
    {"Подтвердить бюджет", "Byudjetni tasdiqlash", "Confirm the budget"},
});

}  // namespace

std::span<const Phrase> job_titles() { return kJobTitles; }
std::span<const Phrase> tasks() { return kTasks; }
std::span<const Phrase> calls() { return kCalls; }
std::span<const Phrase> meetings() { return kMeetings; }
std::span<const Phrase> notes() { return kNotes; }
std::span<const Phrase> results() { return kResults; }
std::span<const Phrase> requests() { return kRequests; }
std::span<const Phrase> next_steps() { return kNextSteps; }

}  // namespace rapport::crm::demo
