"""Every word about what votes say, in English and 中文; `texts` takes them in."""

RESULT_WORDS: dict[str, tuple[str, str]] = {
    "results": ("Results", "投票结果"),
    "results_csv": ("Ratings and pairs (CSV)", "评分与胜负（CSV）"),
    "results_pairs": ("Preference pairs (JSONL)", "偏好数据（JSONL）"),
    "results_none": (
        "No votes yet. Turn on Blind, ask two or more models, and vote for the best reply.",
        "还没有投票。打开“盲测”，向两个以上的模型提问，再投票选出最佳回复。",
    ),
    "results_no_pairs": (
        "No vote gives a pair yet: one reply must be voted better than another,"
        " and both must be complete.",
        "还没有可导出的偏好数据：需要有一条完整的回复被评为优于另一条完整的回复。",
    ),
    # above the tables
    "votes_counted": ("{count} votes.", "共 {count} 次投票。"),
    "votes_counted_one": ("1 vote.", "共 1 次投票。"),
    "votes_all_bad": (
        "{count} said that all were bad: no pair counts them.",
        "其中 {count} 次认为全部不佳，不计入任何一对。",
    ),
    "votes_same_model": (
        "{count} compared a model with itself: no pair counts them.",
        "其中 {count} 次是同一模型之间的比较，不计入任何一对。",
    ),
    # ratings
    "ratings_caption": ("Ratings", "评分"),
    "ratings_note": (
        "With 95 % intervals. 400 points more: ten times as likely to be voted the better of two.",
        "括号内为 95% 置信区间。高 400 分表示两者相比时，被选为更佳的可能性是对方的十倍。",
    ),
    "ratings_rank": ("Rank", "名次"),
    "ratings_rating": ("Rating", "评分"),
    "results_votes": ("Votes", "票数"),
    "results_no_rank": ("none", "无"),
    # pairs
    "pairs_caption": ("Pairs", "两两对比"),
    "pairs_note": (
        "Wins, losses and win rate are of the first, with 95 % intervals; a tie is half a win.",
        "胜、负和胜率以第一个模型为准，括号内为 95% 置信区间；平局计为半胜。",
    ),
    "pairs_first": ("First", "第一个"),
    "pairs_second": ("Second", "第二个"),
    "pairs_wins": ("Wins", "胜"),
    "pairs_losses": ("Losses", "负"),
    "pairs_ties": ("Ties", "平"),
    "pairs_rate": ("Win rate", "胜率"),
}
