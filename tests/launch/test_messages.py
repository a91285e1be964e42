"""Catalogues are compiled without gettext, only when they changed, and a broken one is named."""

import gettext

from scripts import compile_messages

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Child"\nmsgstr "बच्चा"\n'


def test_a_catalogue_is_compiled_once_and_again_after_a_change(tmp_path):
    po = tmp_path / "locale" / "hi" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    assert compile_messages.main(tmp_path) == 0
    with po.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Child") == "बच्चा"
    assert compile_messages.stale(tmp_path) == []
    po.write_text(PO.replace("बच्चा", "बालक"), encoding="utf-8")
    assert compile_messages.stale(tmp_path) == [po]


def test_a_broken_catalogue_is_named_and_fails(tmp_path, capsys):
    po = tmp_path / "django.po"
    po.write_text(PO + '\nmsgid "Child"\nmsgstr "बालक"\n', encoding="utf-8")
    assert compile_messages.main(tmp_path) == 1
    assert str(po) in capsys.readouterr().err
