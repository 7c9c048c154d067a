"""Other characters that stand for the usual ones: radicals (from fonts), traditional forms."""

from __future__ import annotations

_RADICALS = str.maketrans(
    "一二人入八十口土工干心支文方日月水用目老行见金长面",
    "⼀⼆⼈⼊⼋⼗⼝⼟⼯⼲⼼⽀⽂⽅⽇⽉⽔⽤⽬⽼⾏⻅⾦⻓⾯",
)
_TRADITIONAL = str.maketrans(
    "决财单门务类项码编称经费国资产营业设备购车维护会议训养险职医疗补贴对个专发员计预额总结转级统农乡区环节护厅纪检应",
    "決財單門務類項碼編稱經費國資產營業設備購車維護會議訓養險職醫療補貼對個專發員計預額總結轉級統農鄉區環節護廳紀檢應",
)


def respell(text: str, characters: str) -> str:
    """Return a text in the characters named: radicals, traditional, or as it is."""
    if characters == "radicals":
        return text.translate(_RADICALS)
    return text.translate(_TRADITIONAL) if characters == "traditional" else text
