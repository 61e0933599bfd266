# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from devenv.checks import skipped_browser_tests

REPORT = """<testsuites><testsuite>
<testcase classname="t.TestTour" name="test_a">
  <skipped message="Chrome executable not found"/></testcase>
<testcase classname="t.TestTour" name="test_b"/>
<testcase classname="t.TestFacts" name="test_c">
  <skipped message="recorded answers are not here"/></testcase>
<testcase classname="t.TestTour" name="test_d">
  <skipped message="">Failed to detect chrome devtools port</skipped></testcase>
</testsuite></testsuites>"""


def test_only_tests_skipped_for_want_of_a_browser_are_named(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    assert skipped_browser_tests(tmp_path / "report.xml") == [
        "t.TestTour.test_a",
        "t.TestTour.test_d",
    ]
