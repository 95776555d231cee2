"""The only room that knows the order of the stages. Its modules are imported one by one: a command needs few."""
