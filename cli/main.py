"""The command line: `juesuan convert | validate | export | rules | schema`."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Any

import click

from juesuan.cli.convert import convert
from juesuan.cli.export import export
from juesuan.cli.language import chosen_language
from juesuan.cli.rules import rules
from juesuan.cli.schema import schema
from juesuan.cli.validate import validate
from juesuan.schema.errors import JuesuanError


class Commands(click.Group):
    """A group whose errors are one line in the user's language, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and turn our errors into exit codes."""
        try:
            return super().invoke(ctx)
        except JuesuanError as error:
            click.echo(f"juesuan: {error.message(chosen_language(ctx))}", err=True)
            sys.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as error:
            if os.environ.get("JUESUAN_DEBUG"):
                raise
            zh = f"内部错误（{type(error).__name__}：{error}）；设 JUESUAN_DEBUG=1 可看详情"
            en = f"internal error ({type(error).__name__}: {error}); JUESUAN_DEBUG=1 shows details"
            click.echo(f"juesuan: {zh if chosen_language(ctx) == 'zh' else en}", err=True)
            sys.exit(JuesuanError.exit_code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("juesuan"), prog_name="juesuan", message="%(prog)s %(version)s")
def main() -> None:
    """Turn Chinese government final accounts into validated, machine-readable filings.

    把部门决算、单位决算公开文件变成经过校验的机器可读数据。
    """


main.add_command(convert)
main.add_command(validate)
main.add_command(export)
main.add_command(rules)
main.add_command(schema)
