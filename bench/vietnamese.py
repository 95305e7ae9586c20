"""Made-up Vietnamese for measuring: words as frequent as in real text, or some eighty that stand everywhere."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from itertools import accumulate, product

DENSE = """
công thương điện gió lưới trạm biến áp dự án khởi công nghiệm thu tỉnh huyện xã cụm khu công nghiệp nhà máy chế biến
xuất khẩu thủy sản dừa vải thiều doanh nghiệp hợp tác xã hội chợ kết nối cung cầu giá xăng dầu thị trường kiểm tra
an toàn hóa chất tiết kiệm năng lượng mặt trời khuyến công thương mại điện tử sản phẩm tiêu biểu nông thôn mới quy
hoạch đầu tư vốn ngân sách phê duyệt quyết định thông báo hội nghị tập huấn tuyên truyền phòng chống cháy nổ bão lũ
"""
# What every text is made of, the most frequent first, "_" between the syllables of a word; then what the texts are
# about. Of those each stands seven ranks behind the one before, so that vải thiều is in every tenth text.
FREQUENT = """
và của các công_thương tỉnh trong cho với doanh_nghiệp được năm sản_phẩm đến sở là trên địa_bàn có thực_hiện
sản_xuất phát_triển tại công_nghiệp hàng_hóa theo thị_trường những về đã từ đồng ngày một này kinh_doanh để
đầu_tư dự_án người
"""
TOPICS = """
tháng hỗ_trợ tổ_chức thương_mại hoạt_động cơ_sở kiểm_tra huyện ông đơn_vị năng_lượng điện_lực kết_nối quy_định
xã khi không hợp_tác_xã quản_lý hội_nghị chương_trình xây_dựng nhà_máy xuất_khẩu cụm_công_nghiệp cung_cầu
tiêu_thụ nông_sản an_toàn thành_phố tiêu_dùng cao còn giá thông_báo xăng_dầu khu_công_nghiệp khuyến_công
sở_công_thương hội_chợ quyết_định điện_mặt_trời tiết_kiệm thương_mại_điện_tử thủy_sản dừa vải_thiều lục_ngạn
điện_gió bến_tre bắc_giang trạm_biến_áp hóa_chất lưới_điện tập_huấn ngân_sách phê_duyệt quy_hoạch
nông_thôn_mới tuyên_truyền phòng_cháy hàng_giả gian_lận_thương_mại livestream chế_biến truy_xuất_nguồn_gốc
khởi_công nghiệm_thu hòa_lưới cúng_tết bình_ổn_giá than_tổ_ong lò_hơi kiểm_toán_năng_lượng mã_vạch ca_cao
"""
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
RHYMES = """
a ai am an ang anh ao ap at ac ay au ă ăm ăn ăng ăt ăc â âm ân âng ây âu ât âp e em en eo et ê êm ên ênh êu êt
i ia iêm iên iêng iêt iêu im in inh it o oa oai oan oang oi om on ong op ot ô ôi ôm ôn ông ôt ôc ơ ơi ơm ơn ơp
ơt u ua ui um un ung uôi uôn uông ut uc ư ưa ưi ưng ươi ươm ươn ương ưt ưc
"""
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VOWELS = "aăâeêioôơuư"


def _syllable(onset: str, rhyme: str, tone: str) -> str:
    vowels = [at for at, letter in enumerate(rhyme) if letter in VOWELS]
    at = vowels[-2] if len(vowels) > 1 and rhyme[-1] in VOWELS else vowels[-1]
    return unicodedata.normalize("NFC", f"{onset}{rhyme[: at + 1]}{tone}{rhyme[at + 1 :]}")


def _words(dice: random.Random, count: int, syllables: int) -> list[str]:
    every = [_syllable(*parts) for parts in product(ONSETS.split(), RHYMES.split(), TONES)]
    known = dice.sample(every, syllables)
    made = (" ".join(dice.choices(known, k=dice.choice((1, 2, 2, 2, 3)))) for _ in range(count))
    frequent, topics = ([word.replace("_", " ") for word in text.split()] for text in (FREQUENT, TOPICS))
    ranked = [word for topic in topics for word in (topic, *(next(made) for _ in range(6)))]
    return list(dict.fromkeys([*frequent, *ranked, *made]))


def _zipf(dice: random.Random) -> Callable[[int], str]:
    """A word's share goes as 1 / (rank + 10): the commonest makes 1.2 % of a text, as "và" does in real Vietnamese."""
    words = _words(dice, 20_000, 4_000)
    shares = list(accumulate(1 / (rank + 10) for rank in range(1, len(words) + 1)))
    return lambda count: " ".join(dice.choices(words, cum_weights=shares, k=count))


def writer(dice: random.Random, *, dense: bool) -> Callable[[int], str]:
    """Writes so many words; `dense`: each of some eighty syllables as likely as any other."""
    words = DENSE.split()
    return (lambda count: " ".join(dice.choices(words, k=count))) if dense else _zipf(dice)
