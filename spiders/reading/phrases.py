"""The lines around articles that are not the article, in the languages news is written in.

Each table is one expression; a line is dropped when the whole line is such a phrase, never for a phrase inside it.
"""

import re


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile("(?i)" + "(?:" + "|".join(phrases) + ")")


BY = re.compile(
    r"(?i)^(?:written by|story by|text by|reported by|posted by|by|von|par|por|di|da|door|av|af|автор|от|oleh|yazan|przez|autor(?:en|in|es|a)?|"
    r"text|napsal|írta|γράφει|texte)(?:\s*:\s*|\s+(?=\S))|^(?:文|記者|作者|编辑|来源|기자)\s*[:：]\s*"
)
JOINED = re.compile(
    r"\s*[;|/、，•·]\s*|,\s+|\s+(?:and|und|y|et|e|og|och|en|ja|i|и|та|dan|ve|with|mit|con)\s+|\s+&\s+|\n"
)
NO_AUTHOR = re.compile(
    r"(?i)(?:by|von|par|author|autor|staff|redaktion|admin|unknown|none|null|undefined|n/?a|more|follow|updated?|published|"
    r"(?:view|see) (?:all|more|full|profile)\b.*|nachrichten|news|\d[\d\s:.,/-]*)"
)

READ_MORE = _whole(
    # en, de, fr, es, pt, it
    r"(?:continue|keep) reading(?: the main story)?", r"read (?:more|next|also|the full (?:story|article)|full article)", r"(?:more|full) story",
    r"(?:see|view|show|learn) (?:more|also|all)", r"click here.{0,60}", r"story continues(?: below)?(?: (?:this )?advertisement)?", r"article continues (?:below|after).{0,40}",
    r"weiterlesen", r"mehr (?:lesen|anzeigen|dazu|zum thema)", r"lesen sie auch", r"auch interessant", r"hier (?:geht es|weiterlesen).{0,60}",
    r"lire (?:aussi|la suite|plus)", r"à lire aussi", r"voir (?:aussi|plus)", r"leer (?:más|también)", r"lea también", r"sigue leyendo", r"te puede interesar",
    r"ver (?:más|también|mais)", r"le(?:ia|r) (?:mais|também)", r"continue (?:lendo|a ler|após a publicidade)", r"saiba mais", r"leggi (?:anche|tutto|di più)", r"continua a leggere", r"approfondi(?:sci|menti)",
    # nl, sv, no, da, fi
    r"lees (?:ook|meer|verder)", r"läs (?:mer|också|även|vidare)", r"les (?:også|mer|videre)", r"læs (?:også|mere|videre)", r"lue (?:myös|lisää)",
    # pl, cs, sk, hu, ro, hr/sr, bg
    r"czytaj (?:też|także|więcej|dalej|również)", r"zobacz (?:też|także|więcej|również)", r"čtěte (?:také|více)", r"číst (?:dále|více)", r"čítajte aj", r"olvass(?:a el)? (?:tovább|még)", r"(?:citește|citeşte|citiți) (?:și|şi|mai mult)",
    r"pročitajte (?:i|više|još)", r"прочетете (?:още|повече)", r"вижте (?:още|повече)",
    # ru, uk, tr, id, vi, el
    r"чита(?:йте|ть) (?:также|далее|ещ[её]|полностью)", r"подробнее", r"(?:материалы|новости) по теме", r"чита(?:йте|ти) (?:також|далі|більше)", r"докладніше", r"дивіться також",
    r"devamını oku", r"daha fazla(?:sı)?", r"ayrıca (?:oku|bakınız)", r"baca (?:juga|selengkapnya|selanjutnya)", r"(?:lihat|simak) juga", r"xem thêm", r"đọc (?:thêm|tiếp)", r"διαβάστε (?:επίσης|περισσότερα|ακόμη)",
    # ar, fa, he, hi, ja, zh, ko
    r"اقرأ (?:أيضا|أيضاً|المزيد)", r"المزيد", r"(?:بیشتر|همچنین) بخوانید", r"ادامه مطلب", r"קרא(?:ו)? (?:עוד|גם)", r"(?:और|यह भी|ये भी) पढ़े[ंं]", r"続きを読む", r"関連記事", r"もっと見る", r"あわせて読みたい",
    r"(?:阅读|查看)(?:更多|全文)", r"(?:閱讀|查看)(?:更多|全文)", r"延伸(?:阅读|閱讀)", r"相关(?:阅读|新闻|报道)", r"相關(?:新聞|報導)", r"(?:관련 ?기사|더 ?보기|자세히 보기)",
)  # fmt: skip

HEADINGS = _whole(
    r"related(?: (?:articles?|stories|content|posts?|news|topics?|links?|coverage|reading))?", r"you (?:may|might) also (?:like|be interested in)", r"(?:most|also) (?:read|popular|viewed)", r"recommended(?: for you)?", r"(?:editor'?s|our) picks?",
    r"more (?:from|on|in|stories|news|like this)(?: .{0,40})?", r"up next", r"what to read next", r"trending(?: now)?", r"latest(?: (?:news|stories|headlines))?", r"top stories", r"(?:don'?t|do not) miss", r"see also", r"read also", r"in this (?:article|story)",
    r"topics?(?: (?:in|of) this (?:article|story))?", r"tags?", r"more to read", r"popular(?: (?:now|articles|stories|posts))?", r"from the web", r"sponsored(?: (?:content|links|by .{0,40}))?", r"promoted(?: content| links)?",
    r"mehr (?:zum thema|aus .{0,30}|von .{0,30}|artikel)", r"(?:das )?könnte (?:sie|dich|ihnen) auch (?:interessieren|gefallen)", r"verwandte (?:artikel|themen)", r"meistgelesen.{0,20}", r"themen", r"schlagwörter", r"lesetipps?",
    r"sur le même (?:sujet|thème)", r"(?:articles?|sujets?) (?:liés?|similaires|recommandés)", r"les plus lus", r"vous aimerez aussi", r"noticias relacionadas", r"(?:artículos|temas) relacionados", r"más (?:leídas|noticias|información)", r"lo más (?:leído|visto)", r"etiquetas",
    r"(?:notícias|matérias|artigos) relacionad[ao]s", r"(?:mais lidas|veja (?:também|mais))", r"(?:articoli|notizie) correlat[ie]", r"potrebbe interessarti(?: anche)?", r"ti potrebbe interessare(?: anche)?", r"gerelateerde (?:artikelen|berichten)", r"meest gelezen",
    r"relaterat", r"(?:relaterte|relaterede) (?:saker|artikler)", r"(?:mest|siste|senaste) (?:lest|læst|läst|nytt|nyheterna)", r"powiązane(?: artykuły)?", r"najczęściej czytane", r"související(?: články)?", r"kapcsolódó (?:cikkek|tartalom)", r"articole similare",
    r"(?:читайте|смотрите) (?:также|по теме)", r"(?:похожие|связанные) (?:материалы|новости|статьи)", r"(?:популярное|главное|новости партнеров|теги)", r"(?:пов'язані|схожі) (?:новини|матеріали|теми)", r"(?:теми|теги|популярне)",
    r"ilgili (?:haberler|konular|içerikler)", r"(?:berita|artikel) terkait", r"terpopuler", r"tin (?:liên quan|cùng chuyên mục)", r"(?:مواضيع|أخبار|مقالات) (?:ذات صلة|متعلقة)", r"(?:اخبار|مطالب) مرتبط", r"(?:संबंधित|सम्बंधित) (?:खबरें|समाचार|लेख)",
    r"(?:おすすめ(?:記事)?|関連(?:ニュース|リンク|キーワード)|人気記事|アクセスランキング)", r"(?:热门|推荐|相关)(?:文章|新闻|阅读|推荐)?", r"(?:熱門|推薦|相關)(?:文章|新聞|閱讀)?", r"(?:많이 본 (?:뉴스|기사)|추천 기사|관련 뉴스)",
)  # fmt: skip

NOISE = _whole(
    # advertisements and sponsors
    r"advert(?:isement|isment|ising)s?(?: .{0,30})?", r"ads?", r"(?:werbung|anzeige)(?: - scrollen zum weiterlesen)?", r"publicité", r"publicidade?", r"publicidad", r"pubblicità", r"advertentie", r"annons", r"annonse?", r"reklam[ae]?", r"hirdetés", r"реклама", r"διαφήμιση", r"iklan", r"quảng cáo", r"إعلان", r"تبلیغات", r"विज्ञापन", r"広告|\[?pr\]?", r"广告", r"廣告", r"광고",
    # share and follow
    r"share(?: (?:this|on|via|the)\b.{0,40})?", r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|instagram|copy link|print|line|viber|messenger|bluesky|threads|xing|pocket)", r"(?:tweet|pin it|copy (?:the )?link|link copied!?)", r"teilen.{0,30}", r"(?:artikel|seite) (?:teilen|drucken|merken).{0,20}", r"partager.{0,30}", r"comparti(?:r|lhar|lhe).{0,40}", r"condividi.{0,30}", r"delen", r"dela", r"del(?: (?:på|artikkelen|saken).{0,20})?", r"udostępnij.{0,20}", r"sdílet", r"megosztás", r"поделиться.{0,30}", r"поширити|поділитися", r"paylaş", r"bagikan", r"chia sẻ", r"شارك|مشاركة", r"シェア(?:する)?", r"分享(?:到.{0,10})?", r"공유(?:하기)?",
    r"follow (?:us|bbc|.{1,40} on (?:twitter|x|facebook|instagram|google news|threads)).{0,60}", r"folge(?:n sie)? uns.{0,60}", r"suivez-nous.{0,60}", r"síguenos.{0,60}", r"siga-nos.{0,60}", r"seguici.{0,60}", r"подпис(?:ывайтесь|аться).{0,80}", r"підпис(?:уйтесь|атися).{0,80}", r"bizi takip edin.{0,40}", r"ikuti (?:kami|berita).{0,60}",
    # newsletters, apps, accounts
    r"(?:sign up|subscribe|register) (?:to|for|here|now|today)\b.{0,140}", r"(?:subscribe|sign up|log ?in|sign in|register)(?: (?:now|here|free))?", r"get (?:our|the) .{0,60}newsletters?.{0,80}", r"newsletters?", r"(?:jetzt )?(?:newsletter )?(?:abonnieren|anmelden)", r"s'abonner|s’abonner", r"inscrivez-vous.{0,80}", r"suscr[ií]bete.{0,80}", r"iscriviti.{0,80}", r"assine.{0,60}", r"(?:download|get) (?:the|our) .{0,40}\bapp\b.{0,60}", r"already (?:a subscriber|have an account|a member)\??.{0,40}",
    r"(?:thanks|thank you) for (?:signing up|subscribing|registering).{0,80}", r"(?:keep an eye on|check) your inbox.{0,80}", r"(?:sorry|oops)[.!]?|(?:sorry[,.!] )?(?:there was an error processing your|we could not process your).{0,80}", r"(?:danke|vielen dank) für (?:ihre|deine) anmeldung.{0,80}", r"merci (?:de|pour) votre inscription.{0,80}", r"gracias por (?:suscribirte|suscribirse|registrarte).{0,80}",
    # comments
    r"(?:\d+ )?comments?(?: \(\d+\))?", r"(?:leave|post|add|write) a (?:comment|reply)", r"(?:would|do) you (?:like|want) to comment(?: on this (?:article|story))?\??", r"please read our .{1,60} before (?:commenting|you comment|posting)", r"sign up(?: \(.{1,40}\))? or (?:sign|log) in(?: now)?(?: to comment)?", r"(?:click|join|be the first) to (?:comment|the conversation).{0,20}", r"join the (?:conversation|discussion)", r"(?:view|show|see|read|hide) (?:all )?(?:\d+ )?comments?", r"(?:\d+ )?kommentare?(?: \(\d+\))?(?: (?:lesen|schreiben|anzeigen))?", r"commentaires?", r"comentarios?|comentários?", r"commenti", r"komment(?:arer|era)", r"комментари[ия]|коментарі", r"yorum(?:lar)?", r"komentar", r"コメント(?:する)?", r"评论|評論", r"댓글",
    # pictures and players
    r"(?:image|photo|picture|video|media)(?: (?:caption|source|credit|gallery))?:?", r"(?:image|photo|picture) (?:source|copyright|credit|caption),?.{0,100}", r"(?:getty images|shutterstock|alamy|istock)(?:/.{0,40})?", r"(?:play|watch|listen)(?: (?:now|video|live|the video|to article|to this article))?(?: \d+:\d+)?", r"(?:\d{1,2}:)?\d{1,2}:\d{2}", r"loading(?: .{0,20})?(?:\.{3}|…)?", r"(?:close|menu|search|home|back|next|previous|skip|open|expand|enlarge(?: image)?)", r"back to top", r"to view this (?:content|video).{0,120}", r"(?:this|your) (?:video|browser) (?:is|does|can).{0,120}", r"(?:bild|foto|quelle|bildquelle|fotos|video): ?.{1,60}", r"(?:crédit )?photos? ?: ?.{1,60}", r"(?:foto|fotografía|imagem|imagen): ?.{1,60}", r"(?:фото|photo|foto): ?.{1,60}", r"\(?(?:写真|資料写真|画像)[)）]?",
    # cookies and consent of embedded matter
    r"(?:we|this site) uses? cookies.{0,120}", r"accept (?:all|cookies).{0,40}", r"(?:an dieser stelle|hier) (?:finden|steht).{0,60}(?:externe[rn]?|redaktionelle).{0,200}", r"(?:externer inhalt|externe inhalte|empfohlener (?:externer|redaktioneller) inhalt).{0,100}", r"ich bin damit einverstanden.{0,250}", r"mehr dazu in unserer datenschutzerklärung\.?",
    r"(?:first|last) update\b.{0,40}\d.{0,40}", r"update:? (?:\w+\.? )?\d{1,4}(?:[.:/-]\d|(?:\.? \w+)?,? \d{4}).{0,40}", r"(?:first |last )?(?:published|updated|posted|aktualisiert|veröffentlicht|stand|publié|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|publicerad|publisert|опубликовано|обновлено|оновлено|güncelleme|更新)\b.{0,40}\d.{0,40}",
    r"(?:images?|pictures?|photographs?): ?.{1,80}", r".{0,120}\b(?:subscrib\w+|sign(?:ing)? up|delivered|inbox)\b.{0,60}\bnewsletters?\b.{0,40}", r".{0,60}\bnewsletters?\b.{0,60}\b(?:subscribe|sign up|inbox|abonnieren|anmelden)\b.{0,60}",
    # rights
    r"(?:©|\(c\)|copyright)\s?.{0,150}", r"all rights reserved.{0,120}", r"alle rechte vorbehalten.{0,60}", r"tous droits réservés.{0,60}", r"(?:all materials?|this material) (?:may not|copyright).{0,150}",
)  # fmt: skip

# «Read more: another headline»: the phrase, a colon, and the rest of the line is a link's text.
LABELS = re.compile(
    f"{READ_MORE.pattern}\\s*[:：|]|(?:related|see also|watch|also read|auch lesen|à voir)\\s*[:：]",
    re.IGNORECASE,
)

TAILS = _whole(
    r"related (?:articles?|stories|content|posts?|news|topics?|links?|coverage)", r"more (?:from|on|in|stories|news)(?: .{0,40})?", r"(?:you )?(?:may|might) also like.{0,20}", r"what to read next", r"(?:most|also) (?:read|popular|viewed)", r"recommended(?: for you| stories| articles)?", r"top stories", r"trending(?: now)?", r"(?:leave|post|add|write) a (?:comment|reply)", r"(?:join (?:the|our) (?:conversation|discussion|commenting forum)|comments?(?: \(\d+\))?)",
    r"about the authors?", r"(?:ähnliche|weitere|verwandte|mehr) (?:artikel|themen|beiträge|nachrichten)(?: .{0,30})?", r"das könnte (?:sie|dich|ihnen) auch (?:interessieren|gefallen)", r"(?:kommentare?|kommentar (?:abgeben|schreiben|verfassen)|zu den kommentaren)", r"meistgelesen.{0,20}", r"lesen sie (?:auch|mehr).{0,30}",
    r"(?:articles?|sujets?) (?:liés?|similaires|recommandés|associés)", r"(?:à lire aussi|sur le même (?:sujet|thème)|les plus lus|vous aimerez aussi)", r"(?:artículos|noticias|temas|contenido) relacionad[ao]s?", r"(?:te puede interesar|lo más (?:leído|visto))", r"(?:notícias|matérias|artigos|conteúdo) relacionad[ao]s?", r"(?:veja também|leia (?:também|mais)|mais lidas)", r"(?:articoli|notizie|contenuti) correlat[ie]", r"(?:potrebbe interessarti|leggi anche)(?: anche)?",
    r"(?:gerelateerde|meer) (?:artikelen|berichten|nieuws)", r"lees ook", r"(?:relaterade|relaterte|relaterede) (?:artiklar|saker|artikler)", r"(?:läs (?:mer|också|även)|les også|læs også)", r"(?:powiązane|podobne) (?:artykuły|tematy)", r"(?:czytaj|zobacz) (?:też|także|również)", r"(?:související|podobné) (?:články|témata)", r"kapcsolódó (?:cikkek|tartalom)",
    r"(?:читайте|смотрите) (?:также|по теме)", r"(?:похожие|связанные) (?:материалы|новости|статьи)", r"(?:материалы|новости) по теме", r"читайте також", r"ilgili (?:haberler|konular)", r"(?:berita|artikel) terkait", r"baca juga", r"tin liên quan", r"(?:مواضيع|أخبار|مقالات) (?:ذات صلة|متعلقة)", r"(?:اقرأ أيضا|اقرأ أيضاً)", r"関連(?:記事|ニュース)", r"おすすめ(?:記事|情報)", r"相关(?:阅读|新闻|报道|文章)", r"相關(?:新聞|報導|文章)", r"(?:관련 ?기사|관련 뉴스|많이 본 (?:뉴스|기사))",
)  # fmt: skip

NOT_FOUND = re.compile(
    r"(?i)\b404\b|\b(?:page|article|content|story|site) (?:was |is |could |can |)(?:not|n['’]t) (?:be )?(?:found|available|exist)|not found|no longer (?:available|exists)|(?:doesn['’]t|does not) exist|"
    r"(?:seite|artikel|inhalt) (?:wurde )?(?:leider )?nicht (?:gefunden|verfügbar)|(?:page|article) (?:introuvable|non trouvée?)|n['’]existe (?:pas|plus)|(?:página|artículo|artigo) no (?:encontrad[ao]|existe)|página não encontrada|"
    r"pagina (?:non trovata|niet gevonden)|sidan (?:hittades inte|finns inte)|siden (?:ble ikke funnet|blev ikke fundet|finnes ikke|findes ikke)|sivua ei löyt|nie znaleziono|strona nie istnieje|stránka (?:nebyla nalezena|neexistuje)|az oldal nem található|"
    r"страница не найдена|сторінк[аи] не (?:знайдено|існує)|sayfa bulunamadı|halaman tidak ditemukan|không tìm thấy trang|الصفحة غير موجودة|پیدا نشد|ページが見つかりません|お探しのページ|(?:页面|網頁|頁面)(?:不存在|未找到|找不到)|找不到(?:页面|網頁|頁面)|페이지를 찾을 수 없"
)
ERROR = re.compile(
    r"(?i)\b(?:50[0234]|403)\b.{0,40}(?:error|forbidden|unavailable|gateway|time-?out)|(?:internal server error|service unavailable|bad gateway|something went wrong|temporarily unavailable|403 forbidden|site (?:is )?under maintenance)"
)
CHALLENGE = re.compile(
    r"(?i)just a moment(?:\.{3}|…)|attention required!|checking (?:your browser|if the site connection)|verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:robot|human)|unusual (?:traffic|activity)|pardon our interruption|access (?:to this page has been )?denied|"
    r"ddos[- ]?(?:protection|guard)|enable javascript and cookies to continue|press (?:&|and) hold|request unsuccessful\. incapsula|security check|you have been blocked|captcha|please verify you|prove you are not a robot|"
    r"я не робот|подтвердите, что .{0,20}не робот|robot doğrulaması|ich bin kein roboter|no soy un robot|je ne suis pas un robot"
)
CONSENT = re.compile(
    r"(?i)before you continue|(?:we|and our partners).{0,40}(?:use|value).{0,20}(?:cookies|your privacy)|accept (?:all|cookies|and continue)|manage (?:cookies|preferences|consent)|cookie (?:policy|settings|consent|wall)|we use cookies|"
    r"bevor (?:sie|du) fortfahren|zustimmung|(?:alle )?cookies (?:akzeptieren|zulassen)|mit werbung (?:weiter)?lesen|einwilligung|avant de (?:continuer|poursuivre)|(?:tout )?accepter|vos choix.{0,20}cookies|nous utilisons des cookies|"
    r"antes de continuar|aceptar (?:todo|cookies|y continuar)|utilizamos cookies|aceitar (?:todos|cookies)|accetta (?:tutti|e continua)|utilizziamo i cookie|prima di continuare|alles accepteren|wij gebruiken cookies|"
    r"vi (?:använder|bruker|bruger) cookies|godkänn alla|godta alle|accepter alle|używamy plików cookie|akceptuj|zgod[aę]|používáme cookies|файлы cookie|используем cookie|прийняти все|çerez|同意する|クッキー|接受所有|쿠키"
)
PAYWALL = re.compile(
    r"(?i)subscribe (?:now |today )?(?:to (?:continue|read|keep|unlock|access)|for (?:full )?access)|(?:this|the) (?:article|content|story) is (?:for|only (?:for|available to)|reserved for|exclusive to) (?:our )?(?:paying )?(?:subscribers|members)|"
    r"to (?:continue|keep) reading.{0,60}(?:subscri|sign|log|regist|account)|already a subscriber|unlock this (?:article|story)|you['’]ve (?:reached|used|read) (?:your|all).{0,40}(?:limit|articles)|"
    r"(?:jetzt|artikel) (?:abonnieren und )?weiterlesen|weiterlesen mit|(?:nur )?für abonnenten|mit .{0,20}(?:plus|\+|abo).{0,20}(?:weiter)?lesen|(?:article|contenu) réservé aux abonnés|il vous reste .{0,10}% de cet article|"
    r"(?:contenido|artículo) (?:exclusivo )?(?:para|solo para) (?:suscriptores|socios)|suscríbete para (?:seguir|continuar)|conteúdo exclusivo para assinantes|(?:contenuto|articolo) (?:riservato|per) .{0,10}abbonati|alleen voor abonnees|"
    r"(?:bli|for) (?:abonnent|prenumerant)|för att läsa.{0,30}(?:prenumer|logga)|for abonnenter|dostęp (?:dla|tylko dla) prenumerat|только для подписчиков|по подписке|лише для передплатників|(?:この記事は)?(?:有料|会員)(?:会員)?限定|この記事は有料|付费阅读|订阅后阅读|유료 (?:회원|구독)"
)
BIOGRAPHY = re.compile(
    r"(?i)[,;]?\s+(?:is|was|are|has|covers?|writes?|reports?|joined|ist|schreibt|arbeitet|est|es|è|là|är|er|jest)\b"
)
"""What follows an author's name in a line about the author."""
