"""Click's own words in Swedish: what it says of options, arguments and files that it can't use."""

from click import core, decorators, exceptions, formatting, parser, termui, types

WORDS = {
    "Usage:": "Användning:",
    "Options": "Val",
    "Commands": "Kommandon",
    "Positional arguments": "Argument",
    "Show this message and exit.": "Visa den här texten.",
    "Aborted!": "Avbrutet.",
    "Error: {message}": "Fel: {message}",
    "Try '{command} {option}' for help.": "Hjälp: {command} {option}",
    "Missing command.": "Skriv vilket kommando du vill köra.",
    "No such command {name!r}.": "Kommandot {name} finns inte.",
    "No such option {name!r}.": "Valet {name} finns inte.",
    "Did you mean {possibility}?": "Menade du {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Menade du något av {possibilities}?",
    "Missing argument": "Argumentet saknas:",
    "Missing option": "Valet saknas:",
    "Missing parameter": "Uppgiften saknas:",
    "Invalid value: {message}": "Går inte att använda: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} går inte att använda: {message}",
    "Choose from:\n\t{choices}": "Välj bland:\n\t{choices}",
    "{value!r} is not {choice}.": "{value} är inte {choice}.",
    "{value!r} is not one of {choices}.": "{value} är inte något av {choices}.",
    "{value!r} is not a valid {number_type}.": "{value} är inte ett tal.",
    "{value} is not in the range {range}.": "{value} ligger inte i {range}.",
    "{value!r} does not match the format {format}.": "{value} har inte formen {format}.",
    "{value!r} does not match the formats {formats}.": "{value} har ingen av formerna {formats}.",
    "Option {name!r} requires an argument.": "Skriv ett värde efter {name}.",
    "Option {name!r} requires {nargs} arguments.": "Skriv {nargs} värden efter {name}.",
    "Option {name!r} does not take a value.": "{name} ska inte ha något värde.",
    "Argument {name!r} takes {nargs} values.": "Argumentet {name} ska ha {nargs} värden.",
    "Got unexpected extra argument ({args})": "Det här hör inte till kommandot: {args}",
    "Got unexpected extra arguments ({args})": "Det här hör inte till kommandot: {args}",
    "file": "filen",
    "directory": "mappen",
    "path": "sökvägen",
    "{name} {filename!r} does not exist.": "{name} {filename} finns inte.",
    "{name} {filename!r} is a file.": "{name} {filename} är en fil, inte en mapp.",
    "{name} {filename!r} is a directory.": "{name} {filename} är en mapp, inte en fil.",
    "{name} {filename!r} is not readable.": "{name} {filename} får du inte läsa.",
    "{name} {filename!r} is not writable.": "{name} {filename} får du inte skriva i.",
    "Could not open file {filename!r}: {message}": "Filen {filename} går inte att öppna: {message}",
    "unknown error": "okänt fel",
    "env var: {var}": "miljövariabel: {var}",
    "default: {default}": "annars: {default}",
    "required": "måste anges",
}


def speak_swedish() -> None:
    """Let Click say its own words in Swedish. It takes them by the two names that gettext has for it in each module;
    gettext itself would need the language of the person's machine to be Swedish."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        vars(module)["_"] = _swedish
        if "ngettext" in vars(module):
            vars(module)["ngettext"] = _one_or_many

    types.INT.name = types.IntRange.name = "heltal"


def use_swedish_metavars(command: core.Command) -> None:
    """Let the usage line of a command, and of those in it, say in Swedish where its options go."""
    command.options_metavar = "[VAL]"
    if isinstance(command, core.Group):
        command.subcommand_metavar = "KOMMANDO …"
        for name in command.commands:
            use_swedish_metavars(command.commands[name])


def _swedish(english: str) -> str:
    return WORDS.get(english, english)


def _one_or_many(one: str, many: str, number: int) -> str:
    return _swedish(one if number == 1 else many)
