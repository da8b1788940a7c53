"""Whoever opens a sign's page in any browser is counted, whatever fetches it by itself is not."""

import re
import time

import pytest

from stops import robots
from stops.robots import LENGTH_MAX, is_robot

ANDROID = "Mozilla/5.0 (Linux; Android {}) AppleWebKit/537.36 (KHTML, like Gecko) {}Chrome/117.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"


def android(device: str, after: str = "", before: str = "") -> str:
    """Return the agent of a browser on an Android phone."""
    return f"{ANDROID.format(device, before)} {after}".strip()


def in_app(device: str, program: str) -> str:
    """Return the agent of a browser inside a program on Android."""
    return android(f"{device}; wv", program, "Version/4.0 ")


DESKTOP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)

PEOPLE = {
    "Chrome at a desk": DESKTOP,
    "Chrome": android("10; K"),
    "CUBOT": android("11; CUBOT NOTE 20"),
    "CUBOT with an underscore": android("9; CUBOT_X19"),
    "CUBOT in Instagram": in_app(
        "13; CUBOT P80 Build/TP1A", "Instagram 302.0.0.34.111 Android (33/13; CUBOT; P80)"
    ),
    "Instagram on an iPhone": IPHONE.format(
        "Mobile/15E148 Instagram 302.0.0.23.114 (iPhone12,1; iOS 16_6; ru_RU)"
    ),
    "Facebook": in_app("12; Redmi Note 9 Pro Build/SKQ1.211019.001", "[FB_IAB/FB4A;FBAV/434.0.0.34.112;]"),
    "Facebook on an iPhone": IPHONE.format(
        "Mobile/21A329 [FBAN/FBIOS;FBDV/iPhone14,2;FBMD/iPhone;FBLC/ru_RU]"
    ),
    "VK": in_app("13; 22101316UG Build/TP1A", "VKAndroidApp/8.47-17312"),
    "VK on an iPhone": IPHONE.format("Mobile/15E148 com.vk.vkclient/8.30 (iPhone, iOS 16.5, Scale/3.0)"),
    "Telegram": android(
        "12; M2101K6G", "Telegram-Android/10.0.5 (Xiaomi M2101K6G; Android 12; SDK 31; AVERAGE)"
    ),
    "WhatsApp": in_app("11; vivo 1904", "WhatsApp/2.23.20.76"),
    "Viber": in_app("12; SM-A125F", "Viber/20.9.0.5"),
    "Mail.ru": in_app("12; SM-A125F", "ru.mail.mailapp/14.80"),
    "Odnoklassniki": in_app("12; SM-A125F", "OKAndroid/23.10.3"),
    "TikTok": in_app(
        "12; TECNO KI5k", "trill_2023105030 NetType/WIFI AppName/musical_ly BytedanceWebview/d8a21c6"
    ),
    "2GIS": in_app("12; SM-A125F", "2GIS/6.20"),
    "Kaspi": in_app("12; SM-A125F", "KaspiKz/5.48"),
    "Google's program": IPHONE.format("GSA/285.0.570543384 Mobile/15E148 Safari/604.1"),
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
    "Opera Mini in Java": "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/191.249; U; ru) Presto/2.12.423 Version/12.16",
    "UC": android("8.1.0; ru; Redmi 5A Build/OPM1.171019.026", "", "Version/4.0 UCBrowser/13.4.0.1306 "),
    "Yandex": android("12; 2201117TG", "YaBrowser/23.7.6.49.00 SA/3"),
    "Yandex's program": android(
        "13; SM-A325F", "YaApp_Android/23.74.1 YaSearchBrowser/23.74.1 BroPP/1.0 SA/3"
    ),
    "Samsung": android("13; SAMSUNG SM-A135F", "", "SamsungBrowser/22.0 "),
    "MIUI": android("11; ru-ru; Redmi Note 8 Build/RKQ1", "XiaoMi/MiuiBrowser/13.30.1-gn", "Version/4.0 "),
    "HUAWEI": android("10; HarmonyOS; ELS-NX9; HMSCore 6.11.0.302", "", "HuaweiBrowser/14.0.0.301 "),
    "KaiOS": "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
    "Safari": IPHONE.format("Version/17.5 Mobile/15E148 Safari/604.1"),
    "Firefox": "Mozilla/5.0 (Android 13; Mobile; rv:124.0) Gecko/124.0 Firefox/124.0",
    "Yandex on an iPhone": IPHONE.format(
        "Version/16.0 YaBrowser/23.7.5.501.10 SA/3 Mobile/15E148 Safari/604.1"
    ),
    "Snapchat": in_app("13; CUBOT KINGKONG 9", "Snapchat/12.50.0.36"),
    "UC in Java": "UCWEB/2.0 (Java; U; MIDP-2.0; ru; nokiac3-00) U2/1.0.0 UCBrowser/9.4.1.482 U2/1.0.0 Mobile",
    "a BlackBerry": "BlackBerry9300/5.0.0.846 Profile/Configuration VendorID/600",
    "a Samsung with keys": "SAMSUNG-GT-C3322/1.0 (C3322XXLI1) Profile/MIDP-2.0 Configuration/CLDC-1.1",
    "a phone with keys": "NokiaC2-01/5.0 (11.40) Profile/MIDP-2.1 Configuration/CLDC-1.1 Mozilla/5.0 AppleWebKit/420+",
}

ROBOTS = {
    "Googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Google's inspection": android("6.0.1; Nexus 5X", "(compatible; Google-InspectionTool/1.0;)"),
    "Yandex": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Yandex's preview": "Mozilla/5.0 (compatible; YandexSitelinks; Dyatel; +http://yandex.com/bots)",
    "Bing": "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
    "VK's preview": "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
    "Telegram's preview": "TelegramBot (like TwitterBot)",
    "WhatsApp's preview": "WhatsApp/2.23.20.0 A",
    "Viber's preview": "Viber/13.3.0.3 CFNetwork/1121.2.2 Darwin/19.3.0",
    "Viber's preview on Android": "Viber/20.9.0",
    "Facebook's preview": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Messages on an iPhone": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) facebookexternalhit/1.1 Twitterbot/1.0",
    "Mail.ru": "Mozilla/5.0 (compatible; Linux x86_64; Mail.RU_Bot/2.0; +http://go.mail.ru/help/robots)",
    "Odnoklassniki's preview": "Mozilla/5.0 (compatible; OdklBot/1.0 like Linux; klass@odnoklassniki.ru)",
    "Skype's preview": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "okhttp": "okhttp/4.9.3",
    "Go": "Go-http-client/1.1",
    "curl": "curl/8.4.0",
    "Python": "python-requests/2.31.0",
    "Java": "Apache-HttpClient/4.5.13 (Java/11)",
    "Android's client": "Dalvik/2.1.0 (Linux; U; Android 11; M2006C3LG Build/RP1A)",
    "a program on an iPhone": "Reader/1 CFNetwork/1408.0.4 Darwin/22.5.0",
    "Node": "node",
    "Deno": "Deno/1.38.2",
    "Meta's assistant": "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "a monitor": "Zabbix",
    "a name that says nothing": "Mozilla/5.0",
    "a dash": "-",
    "Prometheus": "Blackbox Exporter/0.24.0",
    "Nagios": "check_http/v2.3.3 (monitoring-plugins 2.3.3)",
    "Zabbix with its version": "Zabbix 6.0",
    "UptimeRobot": "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Better Uptime": f"Better Uptime Bot {DESKTOP}",
    "Datadog": f"{DESKTOP} DatadogSynthetics",
    "Google's monitoring": "GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)",
    "New Relic": f"{DESKTOP} NewRelicSynthetics/1.0 (synthetics)",
    "Gmail's images": "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Yahoo's images": "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
    "Yandex's images": "Mozilla/5.0 (compatible; YandexImageResizer/2.0; +http://yandex.com/bots)",
    "Mail.ru's images": "Mozilla/5.0 (compatible; Linux x86_64; Mail.RU_Bot/Img/2.0; +https://help.mail.ru/)",
    "Seznam's images": "Mozilla/5.0 SeznamEmailProxy/3.0.18",
    "Zoho's images": f"{DESKTOP} (compatible; ZohoMail ImageProxy)",
    "Google Docs": "Mozilla/5.0 (compatible) Gecko (via docs.google.com)",
    "Feedly": "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)",
    "Tiny Tiny RSS": "Tiny Tiny RSS/21.05-326850845 (https://tt-rss.org/)",
    "Miniflux": "Mozilla/5.0 (compatible; Miniflux/2.0.51; +https://miniflux.app)",
    "NewsBlur": f"NewsBlur Feed Fetcher - 12 subscribers - https://www.newsblur.com ({DESKTOP})",
    "Inoreader": "Mozilla/5.0 (compatible; Inoreader; 1 subscriber)",
    "a reader that calls itself a browser": f"{DESKTOP} (3 subscribers)",
    "a monitor that calls itself a browser": f"{DESKTOP} (uptime check)",
    "NetNewsWire": "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    "FreshRSS": "FreshRSS/1.21.0 (Linux; https://freshrss.org)",
    "headless Chrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0",
    "Lighthouse": android("11; moto g power (2022)", "Chrome-Lighthouse"),
    "GPTBot": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.0; +https://openai.com/gptbot)",
    "a robot on a CUBOT": android("11; CUBOT NOTE 20", "(compatible; Googlebot/2.1)"),
    "no agent": "",
    "a blank one": "   ",
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_no_robots(name: str) -> None:
    assert not is_robot(PEOPLE[name])


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_are_told(name: str) -> None:
    assert is_robot(ROBOTS[name])


@pytest.mark.parametrize("part", ["a", "a-", "http", "( ", "CFNetwork", "previe"])
def test_no_agent_takes_long(part: str) -> None:
    """The library alone looks at the first of these for fifteen seconds, and for as long as it is longer squared."""
    is_robot("the expressions are made once")
    began = time.process_time()
    is_robot(part * 20_000)
    assert time.process_time() - began < 0.3


def test_what_stands_beyond_the_bound_is_not_looked_at() -> None:
    agent = android("13; SM-A325F", "x" * LENGTH_MAX)
    assert is_robot(agent[: LENGTH_MAX - 10] + " curl/8.4")
    assert not is_robot(agent[:LENGTH_MAX] + " curl/8.4")


def test_entries_put_together_find_what_each_finds() -> None:
    """An entry with a choice, or with a first letter that may be left out, keeps its meaning."""
    entries = ["abc", "a?bot", "^Ruby|Rake", "axe", "a(x|y)z"]
    together = re.compile(robots._by_first_letter(entries))
    words = ["abc", "bot", "abot", "Ruby", "my Rake", "my Ruby", "axe", "ayz", "abd", "ax"]
    for word in words:
        assert bool(together.search(word)) == any(re.search(entry, word) for entry in entries), word
