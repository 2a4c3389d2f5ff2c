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
)
# The story comes after a choice about cookies.
CONSENTS = (
    r"before you continue to",
    r"we value your privacy.{0,600}accept all",
    r"zustimmen (?:und|&) weiter|mit werbung weiterlesen|cookies? zustimmen.{0,200}abonnieren",
    r"accepter et (?:continuer|fermer)|đồng ý và tiếp tục.{0,80}cookie",
)
# A firewall says no, as the whole of a title.
BLOCKS = (
    r"(?:error )?403(?:\W+forbidden)?|forbidden",
    r"access (?:to this page has been )?denied|you (?:have been|are) blocked|request (?:blocked|rejected)",
    r"(?:truy cập|yêu cầu)(?: của bạn)? (?:đã )?bị (?:từ chối|chặn)",
    r"zugriff (?:verweigert|blockiert)|accès refusé|acceso denegado",
    r"доступ (?:запрещ[её]н|заблокирован)|访问被(?:拒绝|拦截)",
)
