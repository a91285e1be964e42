"""Two windows of one form: what was typed in the one is not erased by the other."""

from vatsalya.papers.rules import OTHER, Boxes, merge

EMPTY: Boxes = {"name": [""], "story": [""], "marks": []}


def held(merged, key):
    """What the draft now holds in a box."""
    return merged.boxes.get(key)


def test_boxes_typed_in_two_windows_stand_beside_each_other():
    a = {"name": ["अंकित"], "story": [""]}
    b = {"name": [""], "story": ["Found at the bus stand"]}
    first = merge({}, a, {"name": [""]}).boxes
    second = merge(first, b, {"story": [""]})
    assert held(second, "name") == ["अंकित"] and held(second, "story") == ["Found at the bus stand"]
    assert second.theirs == {"name": ["अंकित"]} and not second.other
    third = merge(second.boxes, {"name": ["अंकित कुमार"], "story": [""]}, {"name": ["अंकित"]})
    assert held(third, "story") == ["Found at the bus stand"]
    assert third.theirs == {"story": ["Found at the bus stand"]}


def test_an_empty_box_never_erases_what_another_window_typed():
    now = merge({"story": ["typed in B"]}, {"story": [""]}, {"story": ["what A had"]})
    assert held(now, "story") == ["typed in B"] and now.theirs == {"story": ["typed in B"]}


def test_the_writer_may_empty_a_box_of_this_window():
    assert held(merge({"story": ["mine"]}, {"story": [""]}, {"story": ["mine"]}), "story") == [""]
    assert held(merge({"marks": ["scar"]}, {}, {"marks": ["scar"]}), "marks") == []


def test_two_texts_in_one_box_the_later_stands_and_the_other_is_kept_and_told():
    now = merge({"story": ["by bus"]}, {"story": ["by train"]}, {"story": [""]})
    assert held(now, "story") == ["by train"] and held(now, OTHER + "story") == ["by bus"]
    assert now.other == {"story": ["by bus"]}
    again = merge(now.boxes, {"story": ["on foot"]}, {"story": ["by bus"]})
    assert held(again, OTHER + "story") == ["by bus", "by train"]


def test_a_word_that_grew_letter_by_letter_is_kept_once():
    boxes: Boxes = {"story": ["b"]}
    for theirs in ("by", "by b", "by bus"):
        boxes = merge(boxes, {"story": ["train"]}, {"story": [""]}).boxes
        boxes = {**boxes, "story": [theirs]}
    assert merge(boxes, {"story": ["train"]}, {"story": [""]}).boxes[OTHER + "story"] == ["by bus"]


def test_line_ends_of_the_way_are_no_change():
    now = merge({"story": ["one\r\ntwo"]}, {"story": ["one\r\nthree"]}, {"story": ["one\ntwo"]})
    assert held(now, "story") == ["one\r\nthree"] and not now.other and not now.theirs


def test_rows_are_never_fewer_than_a_window_wrote():
    now = merge({"people-rows": ["4"], "people-3-name": ["Sunita"]}, {"people-rows": ["3"]}, {"people-rows": ["2"]})
    assert held(merge({"people-rows": ["2"]}, {"people-rows": ["4"]}, {"people-rows": ["2"]}), "people-rows") == ["4"]
    assert held(now, "people-rows") == ["4"] and held(now, "people-3-name") == ["Sunita"]


def test_a_box_of_which_the_draft_says_nothing_is_not_emptied():
    now = merge({"name": ["from the FIR"]}, {"place": ["212"], "name": ["from the FIR"]}, {"story": [""]})
    assert held(now, "place") == ["212"] and not now.theirs


def test_a_tick_taken_away_in_the_first_save_stays_away():
    first = merge({}, {}, {"marks": ["scar"]}).boxes
    assert merge(first, {"marks": ["scar"], "name": ["x"]}, {"name": [""]}).theirs == {"marks": []}


def test_a_page_without_its_script_erases_nothing_either():
    now = merge({"name": ["अंकित"], "story": ["by bus"]}, {"name": [""], "story": ["by train"]}, None)
    assert held(now, "name") == ["अंकित"] and held(now, "story") == ["by train"]


def test_what_a_window_forges_cannot_name_the_kept_texts():
    now = merge({OTHER + "story": ["by bus"]}, {OTHER + "story": ["x"]}, {OTHER + "story": ["by bus"]})
    assert held(now, OTHER + "story") == ["by bus"]
