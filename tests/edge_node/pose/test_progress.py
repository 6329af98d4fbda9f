"""The bar names the file it is fetching."""

import io

from rich.console import Console

from edge_node.pose.progress import progress_bar


def test_each_file_gets_a_line() -> None:
    shown = io.StringIO()

    with progress_bar(Console(file=shown, force_terminal=True, width=120)) as report:
        report("yolox_nano.onnx", 500, 1000)
        report("yolox_nano.onnx", 1000, 1000)
        report("mediapipe", 0, 0)

    assert "yolox_nano.onnx" in shown.getvalue()
    assert "mediapipe" in shown.getvalue()
