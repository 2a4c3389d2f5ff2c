"""Wordings of pages that are no article: regular expressions on lower-case text, one tuple for each kind.

Whole sentences and fixed phrases, so that a headline about a lost page, a robot or a subscription does
not match. Collected from the pages of content systems, firewalls and publishers; a new one is one line.
"""

# "There is no such page", as the whole of a title or heading.
LOST_TITLES = (
    r"(?:error |lỗi |fehler |erreur |error: ?)?404(?:\W+(?:error|not found|page not found|không tìm thấy.*))?",
    r"(?:http )?(?:error )?410\W+gone",
    (
        r"(?:the )?page (?:you requested |you are looking for )?(?:was |is |could )?(?:not|no longer) "
        r"(?:be )?(?:found|available|exists?)"
    ),
    r"(?:page |file |article |content |story )?not found",
    r"(?:sorry,? )?(?:this|the) (?:page|article|story|content) (?:does not|doesn't|no longer) exists?",
    r"không tìm thấy (?:đường dẫn|trang|bài viết|nội dung|kết quả|liên kết|dữ liệu)(?: này| yêu cầu| bạn .{0,30})?",
    r"(?:trang|bài viết|đường dẫn|liên kết|nội dung)(?: \w+){0,6} không (?:còn )?tồn tại",
    r"(?:trang|bài viết|nội dung) (?:này )?(?:đã bị|đã|bị) (?:xóa|xoá|gỡ|gỡ bỏ|hạ)",
    r"(?:die |diese )?(?:gesuchte )?seite (?:wurde )?nicht gefunden",
    r"(?:diese|die) (?:gesuchte )?seite existiert nicht(?: mehr)?",
    r"page (?:non trouvée|introuvable)|cette page n'existe (?:pas|plus)",
    r"página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden",
    r"страница не найдена|сторінку не знайдено|strona nie została znaleziona|sayfa bulunamadı",
    r"ページが見つかりません.{0,10}|お探しのページ.{0,20}|페이지를 찾을 수 없습니다",
    r"页面不存在|找不到(?:该|您要的)?(?:页面|网页)|無法找到(?:該|此)?(?:頁面|網頁)|(?:文章|新闻|内容)(?:不存在|已(?:被)?删除)",
    r"halaman tidak ditemukan|ไม่พบหน้า.{0,20}",
    (
        r"stránk[au] (?:nebyla n|nen)alezena|sidan (?:kunde inte hittas|hittades inte)|siden (?:ble "
        r"|blev )?ikke (?:funnet|fundet)"
    ),
    r"sivua ei löyt?ynyt|az oldal nem található|pagina nu (?:a fost găsită|există)|η σελίδα δεν βρέθηκε",
    r"الصفحة (?:غير موجودة|المطلوبة غير موجودة)|העמוד לא נמצא|पृष्ठ नहीं मिला",
    # Joomla, IIS, Tomcat, Next.js, WordPress
    r"404\W+(?:category|article|component|file or directory|resource) not found|http status 404.{0,40}",
    r"404: this page could not be found\.?|oops!? (?:that|this) page can(?:'t|not) be found\.?|nothing (?:was )?found",
    r"(?:article|content|page|story) (?:unavailable|removed|deleted|expired|no longer available)",
    r"(?:rất tiếc|xin lỗi)\W+(?:trang|bài viết|nội dung|đường dẫn).{0,60}(?:không|đã bị|xóa|xoá|gỡ).{0,20}",
)
# The same, as a sentence below the heading.
LOST_SENTENCES = (
    r"không tìm thấy đường dẫn này",
    (
        r"the (?:page|article|story|content) (?:that )?(?:you are|you're|you were) (?:looking for|trying to reach) "
        r"(?:does not exist|doesn't exist|(?:has|may have|might have) been (?:removed|moved|deleted)"
        r"|is no longer available"
        r"|could ?n[o']t be found|cannot be found|was not found)"
    ),
    r"the requested (?:url|page|article)(?: .{0,60})? (?:was not found|could not be found|does not exist)",
    r"we (?:can't|cannot|couldn't|could not) find (?:the|that) (?:page|article|story)",
    (
        r"(?:trang|bài viết|đường dẫn|liên kết|nội dung)(?: mà)?(?: (?:bạn|quý vị|độc giả|quý độc giả))?"
        r"(?: đang)?(?: (?:yêu cầu|tìm kiếm|tìm|truy cập|muốn xem))?(?: này)?"
        r" (?:không (?:còn )?tồn tại|đã bị (?:xóa|xoá|gỡ)|không tìm thấy|không được tìm thấy)"
    ),
    r"bài viết (?:có thể )?đã bị (?:gỡ|xóa|xoá) hoặc",
    (
        r"(?:trang|bài viết|đường dẫn|liên kết|nội dung)(?: (?:mà|bạn|quý vị|độc giả|vừa|đang|yêu cầu|tìm kiếm"
        r"|tìm|truy cập"
        r"|muốn|xem|đọc|này|trên|hiện|có thể)){0,8} (?:không còn|không tồn tại|không có sẵn|không hợp lệ|đã hết hạn"
        r"|đã (?:bị|được) (?:xóa|xoá|gỡ|hạ|di chuyển|thay đổi|ẩn))"
    ),
    (
        r"(?:rất tiếc|xin lỗi)\W+(?:chúng tôi |hệ thống )?không (?:thể )?tìm (?:thấy|được) "
        r"(?:trang|bài viết|nội dung|đường dẫn|kết quả)"
    ),
    # WordPress, IIS, Apache, Django, Drupal, TYPO3, Blogger, Squarespace
    r"it (?:looks|seems) like nothing was found at this location|we couldn't find the page you were looking for",
    r"the resource you are looking for (?:might have|has) been removed, had its name changed",
    r"the requested (?:resource|document|content) (?:was|could) not (?:be )?found|not found on this server",
    r"the page did not exist or was inaccessible|the page you were looking for in this blog does not exist",
    (
        r"(?:this|the|that) (?:page|article|story|content|post|link)(?: you (?:requested|want(?:ed)?|are looking for))?"
        r" (?:is|has|was|may|might)(?: have)?(?: been)? (?:no longer (?:available|online|exists?)|removed|deleted"
        r"|taken down"
        r"|expired|unpublished)"
    ),
    (
        r"sorry,? (?:but )?we (?:can't|cannot|couldn't|could not|were unable to|are unable to) (?:find"
        r"|locate) (?:the|that|this)"
    ),
    (
        r"(?:dieser|der) (?:artikel|beitrag|inhalt) (?:ist|wurde)(?: leider)? "
        r"(?:nicht mehr (?:verfügbar|vorhanden)|gelöscht|entfernt)"
    ),
    r"cet article (?:n'est plus disponible|a été supprimé)",
    r"este (?:artículo|contenido) (?:ya no está disponible|ha sido eliminado)",
    r"(?:questa pagina|l'articolo) non (?:esiste|è più disponibile)|esta página (?:não existe|já não está disponível)",
    r"(?:deze|de) pagina (?:bestaat niet|is niet (?:meer )?beschikbaar)|(?:strona|artykuł) nie istnieje",
    r"(?:статья|страница|материал) (?:был[ао]? )?(?:удал[её]н[ао]?|не существует)",
    r"aradığınız sayfa (?:bulunamadı|mevcut değil)|halaman (?:yang anda cari|ini) tidak (?:ditemukan|tersedia)",
    r"お探しのページは(?:見つかりません|存在しません|削除)|요청하신 페이지를 찾을 수 없습니다",
    r"(?:文章|新闻|页面)(?:已(?:被)?(?:删除|下线)|不存在)|الصفحة التي تبحث عنها غير موجودة",
    # A domain that is for sale has no articles any more.
    r"domain(?: name)? (?:\S+ )?(?:is|may be) for sale|buy this domain|tên miền (?:này )?đang được (?:rao )?bán",
    r"die (?:gesuchte|angeforderte|gewünschte|aufgerufene) seite (?:existiert nicht|(?:wurde|konnte) nicht gefunden)",
    r"la page (?:que vous (?:recherchez|demandez)|demandée) (?:n'existe (?:pas|plus)|est introuvable)",
    r"la página que (?:busca|buscas|está buscando) no existe",
    r"запрашиваемая (?:вами )?страница не (?:найдена|существует)",
    r"您(?:访问|查找|请求)的(?:页面|内容|文章)(?:不存在|已(?:被)?删除)",
)
# A machine wants to know whether a person asks.
CHALLENGES = (
    r"checking (?:if the site connection is secure|your browser before)",
    r"verif(?:y|ying) (?:that )?you are (?:a )?human",
    r"enable (?:javascript and cookies|cookies and javascript|js and cookies) to continue",
    r"turn on (?:javascript and cookies|cookies and javascript) to continue",
    r"(?:prove|confirm|make sure) (?:that )?you(?:'re| are) not a (?:robot|bot)",
    r"unusual traffic from your (?:computer )?network",
    r"press (?:&|and) hold to confirm|ddos protection by",
    r"(?:xác minh|xác nhận|chứng minh)(?: \w+){0,4} không phải (?:là )?(?:robot|người máy|rô-?bốt)",
    r"(?:xác minh|xác nhận|chứng minh)(?: \w+){0,3} là (?:con )?người(?: thật)?\b",
    r"đang kiểm tra (?:trình duyệt|kết nối)|kiểm tra bảo mật (?:trước khi|kết nối)",
    r"bật javascript (?:và cookie )?để tiếp tục",
    r"bestätigen sie,? dass sie (?:kein roboter|ein mensch)",
    r"vérifiez que vous êtes humain",
    r"verifica que eres humano|подтвердите,? что вы не робот",
    r"请(?:完成|进行)(?:安全)?验证|人机验证|访问验证",
    r"just a moment\.\.\.|one moment, please\.\.\.|pardon our interruption|security check(?:point)?\b.{0,80}browser",
    r"making sure you(?:'re| are) not a bot|robot challenge screen|bot verification|complete the security check",
    (
        r"please (?:wait|stand by),? while we (?:check|verify|are checking)"
        r"|your browser will redirect to your requested content"
    ),
    r"(?:please )?(?:solve|complete) the (?:captcha|puzzle|challenge)",
    r"vui lòng (?:chờ|đợi).{0,60}(?:kiểm tra|xác (?:minh|thực))|nhập mã (?:captcha|xác (?:nhận|minh|thực)) để",
    r"um fortzufahren.{0,60}(?:captcha|sicherheits)|vérification de sécurité en cours",
    (
        r"проверка (?:браузера|безопасности)|verificação de segurança|ブラウザを確認して|브라우저를 확인"
        r"|安全检查|正在(?:检查|验证)"
    ),
)
# A firewall says no; the vendor stands behind each wording.
FIREWALLS = (
    r"the requested url was rejected\. please consult with your administrator",  # F5 BIG-IP ASM
    r"sorry, you have been blocked|cloudflare ray id|ray id:? ?[0-9a-f]{12}",  # Cloudflare
    r"your access to this site has been limited by the site owner|generated by wordfence",  # Wordfence
    r"not acceptable!.{0,200}mod_security|this error was generated by mod_security",  # ModSecurity
    r"web page blocked.{0,200}(?:attack|message) id|fortigate|fortiweb",  # Fortinet
    r"the request is blocked\.|azure web application firewall",  # Azure Front Door
    # Alibaba Cloud
    (r"your request has been blocked(?: as it may cause| by)|potential threats to the server's security"),
    r"access denied.{0,120}(?:sucuri|incident id|reference|error code 1[05]\d)",  # Sucuri, Imperva, Akamai
    r"you don't have permission to access .{0,120}on this server",  # Akamai, Apache
    (
        r"(?:your|this) (?:ip(?: address)?|request|connection|network|access) (?:has been|was"
        r"|is) (?:temporarily )?(?:blocked|banned|denied)"
    ),
    (
        r"automated (?:access|requests?|traffic) (?:from|to|has been|is not)|(?:unusual|suspicious) (?:activity"
        r"|traffic|behaviou?r).{0,80}(?:detected|from your)"
    ),
    r"you (?:have|'ve) been (?:temporarily )?(?:blocked|rate limited|banned)|too many requests from",
    (
        r"(?:địa chỉ ip|ip|yêu cầu|truy cập|kết nối)(?: (?:của|bạn|này)){0,2} (?:đã |đang )?(?:bị"
        r"|tạm) (?:thời )?(?:bị )?(?:chặn|từ chối|khóa|khoá)"
    ),
    r"(?:hệ thống|tường lửa).{0,40}(?:phát hiện|chặn).{0,60}(?:truy cập|bất thường|tự động)",
    r"ihre (?:anfrage|ip-adresse) wurde (?:blockiert|gesperrt)|votre (?:requête|adresse ip) a été bloquée",
    r"su (?:solicitud|dirección ip) ha sido bloqueada|ваш (?:запрос|ip(?:-адрес)?) (?:был )?заблокирован",
    r"您的(?:访问|请求|ip)(?:地址)?(?:已)?被(?:拦截|阻断|禁止|拒绝)|请求存在威胁",
)
# Not for readers of this region, or of no age.
REGIONS = (
    (
        r"(?:not|un)available (?:in|to|for) (?:(?:most )?european (?:countries|visitors|union)|your (?:country"
        r"|region|location|area))"
    ),
    (
        r"not available in (?:the )?(?:european economic area|your (?:country|region|location))"
        r"|451:? unavailable for legal reasons"
    ),
    r"(?:recognize|see) you are attempting to access this website from a country belonging to the european",
    r"không (?:khả dụng|hỗ trợ|có sẵn) (?:ở|tại) (?:quốc gia|khu vực|vùng) (?:của bạn|này)",
    (
        r"in ihre[mr] (?:land|region) nicht verfügbar|non disponible dans votre (?:pays|région)"
        r"|no está disponible en su (?:país|región)"
    ),
    r"(?:you must be|confirm (?:that )?you are) (?:at least |over )?1[68]|xác nhận bạn (?:đã )?đủ 18 tuổi",
)
# The site itself is out of service.
OUT_OF_SERVICE = (
    (
        r"(?:site|website|page|system|we are|we're) (?:is )?(?:currently |temporarily )?(?:down for"
        r"|under(?:going)?|performing) (?:scheduled )?maintenance"
    ),
    (
        r"(?:briefly|temporarily) unavailable (?:for|due to) (?:scheduled )?maintenance"
        r"|we'll be (?:right )?back (?:soon|shortly)"
    ),
    r"(?:website|trang|hệ thống).{0,30}(?:đang )?(?:được )?(?:bảo trì|nâng cấp)|vì lý do bảo trì",
    r"wartungsarbeiten|site en maintenance|sitio en mantenimiento|сайт на (?:техническом )?обслуживании|系统维护",
    r"this account has been suspended|tài khoản (?:này )?(?:đã )?bị (?:tạm ngưng|đình chỉ)|bandwidth limit exceeded",
    r"error establishing a database connection|lỗi kết nối (?:tới |đến )?(?:cơ sở dữ liệu|database)",
    r"welcome to nginx!|apache2? .{0,20}default page|iis windows server|it works!$|web server's default page",
    (
        r"(?:500|502|503|504)\W+(?:internal server error|bad gateway|service (?:temporarily )?unavailable"
        r"|gateway time-?out)"
    ),
)
# The rest of the story is for those who pay.
PAYWALLS = (
    r"subscribe (?:now )?to (?:continue|keep) reading|subscribe to read (?:more|the|this|on)",
    r"(?:to|and) (?:continue|keep) reading,? (?:please )?(?:subscribe|become a)",
    r"this (?:article|content|story) is (?:reserved |exclusive )?(?:for|to) (?:our )?(?:subscribers|members)",
    r"you(?:'ve| have) reached your (?:monthly )?(?:limit|article limit|free article limit|limit of free articles)",
    r"(?:bài viết|nội dung)(?: này)? (?:chỉ )?dành(?: riêng)? cho (?:các )?(?:thuê bao|thành viên|hội viên)",
    r"(?:bài viết|nội dung)(?: này)? (?:chỉ )?dành(?: riêng)? cho (?:các )?độc giả (?:trả phí|đăng ký|vip)",
    r"(?:mua|đăng ký) gói (?:thành viên|đọc báo|thuê bao|hội viên)[^.]{0,40} để",
    r"đọc hết số bài miễn phí",
    r"unlock (?:this|the full|the rest of this) (?:article|story)",
    r"(?:start|get) your (?:free )?(?:trial|subscription).{0,60}(?:read|access) (?:this|the full|more)",
    (
        r"to (?:read|access|view|unlock) (?:the (?:full|rest|whole)|this) (?:\w+ ){0,3}(?:article|story"
        r"|text)?,? ?(?:please )?(?:subscribe|become)"
    ),
    r"(?:để|muốn) (?:đọc|xem) (?:tiếp|toàn bộ|đầy đủ|trọn vẹn)[^.]{0,60}(?:đăng ký|mua|trả phí|nâng cấp)",
    r"nội dung (?:tính|trả|thu) phí|bài viết (?:tính|trả|thu) phí|dành cho người dùng (?:trả phí|premium|vip)",
    r"(?:lesen sie|weiterlesen).{0,40}mit (?:einem )?(?:abo|probeabo)|abonnez-vous pour (?:lire|continuer)",
    (
        r"suscríb(?:ete|ase) para (?:leer|seguir|continuar)|assine para (?:ler|continuar)|abbonati per (?:leggere"
        r"|continuare)"
    ),
    (
        r"(?:оформите|купите) подписку|この記事は(?:会員|有料)|会員限定|유료 (?:회원|구독)|(?:订阅|付费)后(?:阅读"
        r"|继续|查看)"
    ),
    r"weiterlesen mit (?:\w+\W){0,2}(?:plus|abo|premium|\+)|dieser (?:artikel|inhalt) ist (?:nur )?für abonnenten",
    r"jetzt abonnieren und weiter|(?:article|contenu) (?:est )?réservé aux? abonné",
    r"il vous reste \d+ ?% de cet article|contenido (?:exclusivo )?para suscriptores",
)
# The rest of the story is for those who have an account.
LOGINS = (
    r"(?:log ?in|sign ?in)(?: or (?:register|sign up|create an account))? to (?:read|continue reading|keep reading)",
    r"đăng nhập(?: \w+){0,3} để (?:đọc|xem|tiếp tục)",
    r"bitte melden sie sich an|(?:einloggen|anmelden),? um (?:den artikel )?(?:weiter)?(?:zu)?lesen",
    r"connectez-vous pour (?:lire|continuer)|inicia(?:r)? sesión para (?:leer|continuar)",
    r"(?:register|create (?:a|your) (?:free )?account|sign up)(?: \w+){0,3} to (?:read|continue|keep|access|unlock)",
    r"you (?:must|need to) (?:be )?(?:log(?:ged)?|sign(?:ed)?) ?in (?:to|before) (?:read|view|access|continu|see)",
    r"(?:vui lòng|bạn cần|bạn phải|hãy) (?:đăng nhập|đăng ký)(?: \w+){0,6} để (?:đọc|xem|tiếp tục|truy cập)",
    r"(?:jetzt )?kostenlos registrieren,? um|registrieren sie sich,? um|créez un compte pour (?:lire|continuer)",
    (
        r"войдите,? чтобы (?:читать|продолжить)|请(?:先)?登录|登录后(?:查看|阅读|继续)|ログインして(?:ください"
        r"|続き)|로그인(?:이 필요|하세요)"
    ),
)
# The story comes after a choice about cookies.
CONSENTS = (
    r"before you continue to",
    r"we value your privacy.{0,600}accept all",
    r"zustimmen (?:und|&) weiter|mit werbung weiterlesen|cookies? zustimmen.{0,200}abonnieren",
    r"accepter et (?:continuer|fermer)|đồng ý và tiếp tục.{0,80}cookie",
    r"(?:part of the yahoo|privacy gate|your privacy choices?).{0,400}(?:accept|agree|consent)",
    r"wir (?:benötigen|brauchen) ihre (?:zustimmung|einwilligung)|ihre privatsphäre.{0,400}(?:akzeptieren|zustimmen)",
    (
        r"(?:nous respectons|respect de) votre vie privée|continuer sans accepter|respetamos tu privacidad"
        r"|aceptar y continuar"
    ),
    r"rispettiamo la tua privacy|accetta e continua|akkoord en doorgaan",
)
# A firewall says no, as the whole of a title.
BLOCKS = (
    r"(?:error )?403(?:\W+forbidden)?|forbidden",
    r"access (?:to this page has been )?denied|you (?:have been|are) blocked|request (?:blocked|rejected)",
    r"(?:truy cập|yêu cầu)(?: của bạn)? (?:đã )?bị (?:từ chối|chặn)",
    r"zugriff (?:verweigert|blockiert)|accès refusé|acceso denegado",
    r"доступ (?:запрещ[её]н|заблокирован)|访问被(?:拒绝|拦截)",
    r"(?:security|firewall|waf) (?:alert|violation|block(?:ed)?|notice)|not acceptable!?|request denied|blocked",
    r"(?:error )?(?:401|405|406|429)(?:\W+(?:unauthori[sz]ed|method not allowed|not acceptable|too many requests))?",
    (
        r"acesso negado|accesso negato|toegang geweigerd|erişim engellendi|akses ditolak"
        r"|アクセスが拒否|접근이 거부|禁止访问"
    ),
)
